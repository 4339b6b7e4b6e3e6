package io.tulle.daemon.cli;

import io.tulle.daemon.names.ContainerFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts a container's resolv.conf in front of a command's eyes, and of nobody else's: in a mount namespace of the
 * command's own, as {@code ip netns exec} does. Used by {@link ExecCommand} and the demo.
 */
public final class ResolvConfMount
{
    /** The shell becomes the command, so signals reach it, and its exit code is the command's: 127 if there is none. */
    private static final String SCRIPT = "mount --bind \"$1\" /etc/resolv.conf; shift; exec \"$@\"";
    private static final int MOUNT_POINT_FIELD = 4; // of /proc/self/mountinfo, from 0 (proc(5))

    private ResolvConfMount()
    {
    }

    /** @return the words that go before the command's own; none for a container without such a file. */
    public static List<String> words(final Path netnsDir, final Path namespace)
    {
        final Path file = ContainerFiles.of(netnsDir, namespace);
        return null != file && Files.isReadable(file) && isPossible() ? words(file) : List.of();
    }

    static List<String> words(final Path file)
    {
        return List.of("unshare", "--mount", "--propagation", "slave", "--", "sh", "-c", SCRIPT, "sh", file.toString());
    }

    /** In a chroot that is no mount, nobody can keep a new mount from the host's eyes. */
    public static boolean isPossible()
    {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo")))
        {
            return mounts.anyMatch((line) -> "/".equals(line.split(" ")[MOUNT_POINT_FIELD]));
        }
        catch (final IOException ex)
        {
            return false; // no /proc, no mounts
        }
    }
}
