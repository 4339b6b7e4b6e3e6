package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.O_CLOEXEC;

import java.util.concurrent.atomic.AtomicBoolean;

/** Owns a file descriptor and closes it once; afterwards its number, which the kernel uses again, is not given away. */
public final class Fd implements AutoCloseable
{
    /** What every call refuses with EBADF. */
    private static final int CLOSED = -1;

    private final int number;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    public Fd(final int number)
    {
        this.number = number;
    }

    /** Opens a file, close-on-exec always added. */
    public static Fd open(final String path, final int flags)
    {
        return open(path, flags, "");
    }

    /** As {@link #open(String, int)}, with what a user can do when it fails. */
    public static Fd open(final String path, final int flags, final String remedy)
    {
        final int number = Linux.libC().open(path, flags | O_CLOEXEC, 0);
        if (number < 0)
        {
            throw new LinuxException("open", path, Errno.last(), remedy);
        }

        return new Fd(number);
    }

    public int number()
    {
        return isClosed.get() ? CLOSED : number;
    }

    @Override
    public void close()
    {
        if (isClosed.compareAndSet(false, true))
        {
            Linux.libC().close(number);
        }
    }
}
