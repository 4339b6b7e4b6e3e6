package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes and removes names in /run/netns, so that {@code ip netns} and Tulle see the same ones. Control threads.
 * A name is an empty file with the namespace mounted on it. The directory is a shared mount of its own: that way a
 * name that goes away here goes away in every mount namespace that has a copy of it, and the namespace can end.
 */
final class NamedNamespaces
{
    private static final Path DIRECTORY = Path.of("/run/netns");
    private static final long NO_DATA = 0;

    private NamedNamespaces()
    {
    }

    static Path path(final String name)
    {
        if (name.isEmpty() || name.contains("/") || ".".equals(name) || "..".equals(name))
        {
            throw new IllegalArgumentException(
                "'" + name + "' is no name for a network namespace: use a plain file name");
        }

        return DIRECTORY.resolve(name);
    }

    static void create(final String name)
    {
        final Path path = path(name);
        HostMounts.call("netns-create-" + name, () -> create(path));
    }

    private static int create(final Path path)
    {
        shareDirectory();
        makeFile(path);
        try
        {
            return NamespaceThread.call("netns-mount-" + path.getFileName(), () -> mountNewNamespace(path));
        }
        catch (final LinuxException ex)
        {
            Linux.libC().umount2(path.toString(), MNT_DETACH); // fails when nothing was mounted, which is fine
            deleteFile(path);
            throw ex;
        }
    }

    static void delete(final Path path)
    {
        if (!DIRECTORY.equals(path.getParent()))
        {
            throw new IllegalStateException(path + " has no name in " + DIRECTORY + ", so there is nothing to delete");
        }

        HostMounts.call("netns-delete-" + path.getFileName(), () -> unmount(path));
    }

    private static int unmount(final Path path)
    {
        if (Linux.libC().umount2(path.toString(), MNT_DETACH) < 0 && Errno.EINVAL != Errno.last())
        {
            throw new LinuxException("umount", path.toString(), Errno.last()); // EINVAL: a file left without a mount
        }

        deleteFile(path);
        return 0;
    }

    private static int mountNewNamespace(final Path path)
    {
        HostMounts.enter();
        final LibC libC = Linux.libC();
        if (libC.unshare(CLONE_NEWNET) < 0)
        {
            throw new LinuxException("unshare", "CLONE_NEWNET", Errno.last(), "this needs root (CAP_SYS_ADMIN)");
        }

        // not /proc/self, which is the first thread, still in the old namespace
        final String source = "/proc/self/task/" + libC.gettid() + "/ns/net";
        return Linux.check(libC.mount(source, path.toString(), "none", MS_BIND, NO_DATA), "mount", path.toString());
    }

    /** Under a lock, as iproute2 does, since two that bind the directory at once would stack two mounts. */
    private static void shareDirectory()
    {
        try
        {
            Files.createDirectories(DIRECTORY);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot make " + DIRECTORY + "; a new namespace needs root", ex);
        }

        try (Fd lock = Fd.open(DIRECTORY.toString(), O_RDONLY))
        {
            Linux.check(Linux.libC().flock(lock.number(), LOCK_EX), "flock", DIRECTORY.toString());
            if (share() < 0)
            {
                final int bound = mount(DIRECTORY.toString(), MS_BIND | MS_REC);
                Linux.check(bound, "mount --bind", DIRECTORY.toString());
                Linux.check(share(), "mount --make-shared", DIRECTORY.toString());
            }
        }
    }

    /** EINVAL says that the directory is no mount yet. */
    private static int share()
    {
        final int result = mount("", MS_SHARED | MS_REC);
        return result < 0 && Errno.EINVAL != Errno.last() ?
            Linux.check(result, "mount --make-shared", DIRECTORY.toString()) : result;
    }

    private static int mount(final String source, final long flags)
    {
        return Linux.libC().mount(source, DIRECTORY.toString(), "none", flags, NO_DATA);
    }

    private static void makeFile(final Path path)
    {
        final int fd = Linux.libC().open(path.toString(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
        if (fd < 0)
        {
            final int errno = Errno.last();
            throw new LinuxException("create", "network namespace " + path, errno,
                Errno.EEXIST == errno ? "the name is taken; choose another, or delete it with ip netns del" : "");
        }
        Linux.libC().close(fd);
    }

    private static void deleteFile(final Path path)
    {
        try
        {
            Files.delete(path);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot delete " + path, ex);
        }
    }
}
