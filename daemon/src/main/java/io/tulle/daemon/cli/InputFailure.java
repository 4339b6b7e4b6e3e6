package io.tulle.daemon.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Puts into words what Java's exceptions of files leave to their class name. */
final class InputFailure
{
    private InputFailure()
    {
    }

    static String sentence(final Exception failure, final String message)
    {
        return failure instanceof AccessDeniedException ? message + ": permission denied; be root" :
            failure instanceof NoSuchFileException ? message + ": no such file or directory" :
            failure instanceof NotDirectoryException ? message + ": not a directory" :
            failure instanceof FileAlreadyExistsException ? message + ": exists already" : message;
    }
}
