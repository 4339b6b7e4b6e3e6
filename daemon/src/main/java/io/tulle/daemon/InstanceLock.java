package io.tulle.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second Tulle out of a directory; the kernel lets go of it when the process ends, however it ends. */
final class InstanceLock implements AutoCloseable
{
    private static final String FILE_NAME = "tulle.lock";

    private final FileChannel channel;

    private InstanceLock(final FileChannel channel)
    {
        this.channel = channel;
    }

    /** Makes the directory if it is missing. @throws StartupException if another Tulle has it. */
    static InstanceLock take(final Path directory, final String option)
    {
        try
        {
            Files.createDirectories(directory);
            final FileChannel channel = FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
            if (isLocked(channel))
            {
                return new InstanceLock(channel);
            }
            channel.close();
            throw new StartupException("another Tulle runs with " + option + " " + directory +
                "; stop it (tulle down), or choose another " + option);
        }
        catch (final IOException ex)
        {
            throw new StartupException("cannot use " + option + " " + directory + ": " + ex.getMessage(), ex);
        }
    }

    private static boolean isLocked(final FileChannel channel) throws IOException
    {
        try
        {
            final FileLock lock = channel.tryLock();
            return null != lock;
        }
        catch (final OverlappingFileLockException ex)
        {
            return false; // held by this very process
        }
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("cannot close the lock file", ex);
        }
    }
}
