package io.tulle.daemon;

import java.nio.file.Path;

/**
 * Where one Tulle keeps its things; several live side by side with several pairs.
 *
 * @param runDir   the API socket, the counters file and the lock: gone with a reboot
 * @param stateDir what is ours on this machine: must outlive the daemon
 */
public record DaemonSettings(Path runDir, Path stateDir)
{
    public static final DaemonSettings DEFAULTS = new DaemonSettings(Path.of("/run/tulle"), Path.of("/var/lib/tulle"));

    public Path socket()
    {
        return runDir.resolve("tulle.sock");
    }
}
