package io.tulle.control.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells Docker where the socket is, by a file of one line in a folder where Docker looks. What else is in a file of
 * that name is somebody else's, and stays. Called by the thread that starts and ends the daemon.
 */
final class SpecFile
{
    private final Path file;
    private final String line;

    SpecFile(final Path file, final Path socket)
    {
        this.file = file;
        line = "unix://" + socket;
    }

    /** Writes it whole or not at all; IllegalStateException if there is another. */
    void write()
    {
        try
        {
            if (isThere())
            {
                checkOurs();
                return;
            }
            Files.createDirectories(file.getParent());
            final Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(temporary, line + '\n');
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Removes it, unless it was changed. */
    void remove()
    {
        try
        {
            if (isThere() && isOurs())
            {
                Files.delete(file);
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    private void checkOurs() throws IOException
    {
        if (!isOurs())
        {
            throw new IllegalStateException(file + " does not say " + line +
                "; remove it if no other plugin needs it, or give another docker.spec");
        }
    }

    private boolean isThere()
    {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isOurs() throws IOException
    {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= line.length() + 2 &&
            Files.readString(file).strip().equals(line);
    }
}
