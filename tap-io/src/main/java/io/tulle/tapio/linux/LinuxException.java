package io.tulle.tapio.linux;

/**
 * Tells a user which system call failed on what, why, and what to do: {@code open /dev/net/tun: No such file or
 * directory (ENOENT); load the tun module or pass the device into this container}. Thrown on the control path only.
 */
public final class LinuxException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String what;
    private final int errno;

    public LinuxException(final String call, final String what, final int errno)
    {
        this(call, what, errno, "");
    }

    public LinuxException(final String call, final String what, final int errno, final String remedy)
    {
        super(call + " " + what + ": " + Errno.text(errno) + (remedy.isEmpty() ? "" : "; " + remedy));
        this.call = call;
        this.what = what;
        this.errno = errno;
    }

    public String call()
    {
        return call;
    }

    public String what()
    {
        return what;
    }

    public int errno()
    {
        return errno;
    }
}
