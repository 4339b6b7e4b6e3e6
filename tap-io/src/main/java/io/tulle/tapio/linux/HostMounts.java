package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.CLONE_FS;
import static io.tulle.tapio.linux.FileConstants.CLONE_NEWNS;
import static io.tulle.tapio.linux.FileConstants.O_RDONLY;

/**
 * Does work where the host's mounts are. A service that systemd protects (ProtectSystem=) has mounts of its own, which
 * the host does not see: a namespace that is mounted there would end with the service. The unit therefore names the
 * host's mount namespace in {@code TULLE_HOST_MOUNTS}; without it, the mounts are those of this process. Control
 * threads.
 */
final class HostMounts
{
    private static final String VARIABLE = "TULLE_HOST_MOUNTS";

    private HostMounts()
    {
    }

    /** Runs the work on a thread of its own among the host's mounts. */
    static <T, E extends Exception> T call(final String name, final NamespaceWork<T, E> work) throws E
    {
        return NamespaceThread.call(name, () ->
        {
            enter();
            return work.call();
        });
    }

    /** Takes the calling thread there, for good: it must be one that ends with its work. */
    static void enter()
    {
        final String path = System.getenv(VARIABLE);
        if (null == path || path.isEmpty())
        {
            return;
        }
        // a thread that shares its root and working directory with others may not change its mounts
        Linux.check(Linux.libC().unshare(CLONE_FS), "unshare", "CLONE_FS");
        try (Fd fd = Fd.open(path, O_RDONLY, VARIABLE + " must name the host's mount namespace: /proc/1/ns/mnt"))
        {
            Linux.check(Linux.libC().setns(fd.number(), CLONE_NEWNS), "setns", path);
        }
    }
}
