package io.tulle.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what is missing before anything is made. Called once, at start. */
final class Preconditions
{
    private static final Path CLONE_DEVICE = Path.of("/dev/net/tun");

    private Preconditions()
    {
    }

    static void check()
    {
        if (!isRoot())
        {
            throw new StartupException("Tulle makes network devices and needs root: " +
                "run it with sudo, or as a system service");
        }
        if (!Files.exists(CLONE_DEVICE))
        {
            throw new StartupException(CLONE_DEVICE + " is missing: load the tun module (modprobe tun), " +
                "or pass the device into this container (--device " + CLONE_DEVICE + ")");
        }
    }

    private static boolean isRoot()
    {
        try
        {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        }
        catch (final IOException ex)
        {
            throw new StartupException("/proc is not mounted: mount it (mount -t proc proc /proc)", ex);
        }
    }
}
