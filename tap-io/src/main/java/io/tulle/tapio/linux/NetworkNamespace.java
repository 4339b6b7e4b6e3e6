package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.CLONE_NEWNET;
import static io.tulle.tapio.linux.FileConstants.NS_GET_NSTYPE;
import static io.tulle.tapio.linux.FileConstants.O_CLOEXEC;
import static io.tulle.tapio.linux.FileConstants.O_NONBLOCK;
import static io.tulle.tapio.linux.FileConstants.O_RDONLY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A container's network namespace, meant by a path: work runs inside it on a short-lived thread of its own.
 * Called by control threads. Whatever thread the work starts stays in the namespace and keeps it alive.
 */
public final class NetworkNamespace
{
    private final Path path;

    private NetworkNamespace(final Path path)
    {
        this.path = path;
    }

    /** A name as {@code ip netns} knows it, that is a file in /run/netns. */
    public static NetworkNamespace named(final String name)
    {
        return new NetworkNamespace(NamedNamespaces.path(name));
    }

    public static NetworkNamespace path(final Path path)
    {
        return new NetworkNamespace(path);
    }

    public static NetworkNamespace pid(final int pid)
    {
        return new NetworkNamespace(Path.of("/proc/" + pid + "/ns/net"));
    }

    /** The namespace that this process was started in. */
    public static NetworkNamespace self()
    {
        return new NetworkNamespace(Path.of("/proc/self/ns/net"));
    }

    /** Makes a new namespace under a name, as {@code ip netns add} does: with lo, which is down. */
    public static NetworkNamespace create(final String name)
    {
        NamedNamespaces.create(name);
        return named(name);
    }

    /** Takes the name away; the kernel ends the namespace when its last process or descriptor is gone. */
    public void delete()
    {
        NamedNamespaces.delete(path);
    }

    public Path path()
    {
        return path;
    }

    /** Whether there is a network namespace at the path; a file left there after a crash is none. */
    public boolean exists()
    {
        final int number = openFile();
        if (number < 0)
        {
            return false;
        }

        try (Fd fd = new Fd(number))
        {
            return CLONE_NEWNET == Linux.libC().ioctl(fd.number(), NS_GET_NSTYPE, 0);
        }
    }

    public NamespaceId inode()
    {
        try
        {
            return new NamespaceId(
                ((Number) Files.getAttribute(path, "unix:dev")).longValue(),
                ((Number) Files.getAttribute(path, "unix:ino")).longValue());
        }
        catch (final NoSuchFileException ex)
        {
            throw new LinuxException("stat", "network namespace " + path, Errno.ENOENT, remedy(Errno.ENOENT));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot look at network namespace " + path, ex);
        }
    }

    /** A descriptor of the namespace, for {@link Netlink#moveToNamespace}; the caller closes it. */
    public Fd open()
    {
        final int number = openFile();
        if (number < 0)
        {
            final int errno = Errno.last();
            throw new LinuxException("open", "network namespace " + path, errno, remedy(errno));
        }

        return new Fd(number);
    }

    /** Runs the work inside the namespace and waits for it; the work's exceptions come through as they are. */
    public <T, E extends Exception> T call(final NamespaceWork<T, E> work) throws E
    {
        try (Fd fd = open())
        {
            return NamespaceThread.call("netns-" + path.getFileName(), () ->
            {
                enter(fd);
                return work.call();
            });
        }
    }

    /** As {@link #call}, for work without a result. */
    public void run(final Runnable work)
    {
        call(() ->
        {
            work.run();
            return null;
        });
    }

    /** A netlink client that speaks for this namespace from any thread; the caller closes it. */
    public Netlink netlink()
    {
        return call(Netlink::open);
    }

    /** Not blocking, for the case that somebody gives the path of a pipe. */
    private int openFile()
    {
        return Linux.libC().open(path.toString(), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    }

    private void enter(final Fd fd)
    {
        if (Linux.libC().setns(fd.number(), CLONE_NEWNET) < 0)
        {
            final int errno = Errno.last();
            throw new LinuxException("setns", path.toString(), errno, remedy(errno));
        }
    }

    private String remedy(final int errno)
    {
        return switch (errno)
        {
            case Errno.ENOENT -> path.startsWith("/proc") ? "there is no such process" :
                "create it first: ip netns add NAME, or netns: create";
            case Errno.EINVAL -> "this is no network namespace; give a name in /run/netns, a path to one, or pid:N";
            case Errno.EPERM -> "entering a namespace needs root (CAP_SYS_ADMIN)";
            default -> "";
        };
    }

    @Override
    public String toString()
    {
        return path.toString();
    }
}
