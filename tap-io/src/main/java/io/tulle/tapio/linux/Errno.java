package io.tulle.tapio.linux;

import jnr.ffi.LastError;

/** Says in words why a system call failed. Called by any thread. Numbers: asm-generic/errno.h and errno-base.h. */
public final class Errno
{
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EBADFD = 77;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EOPNOTSUPP = 95;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int ETIMEDOUT = 110;

    private Errno()
    {
    }

    /** What the calling thread's last {@link LibC} call left; calls of {@link HotLibC} do not touch it. */
    public static int last()
    {
        return LastError.getLastError(Linux.runtime());
    }

    /** The C library's text and the header's name: {@code No such file or directory (ENOENT)}. */
    public static String text(final int errno)
    {
        return Linux.libC().strerror(errno) + " (" + name(errno) + ")";
    }

    /** The header's name, or {@code errno 4711} for a number that no header knows. */
    public static String name(final int errno)
    {
        if (EOPNOTSUPP == errno)
        {
            return "EOPNOTSUPP"; // the kernel's word: the table below answers ENOTSUP, the C library's alias
        }

        final jnr.constants.platform.Errno known = jnr.constants.platform.Errno.valueOf(errno);
        final boolean isKnown = jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__ != known;
        return isKnown ? known.name() : "errno " + errno;
    }
}
