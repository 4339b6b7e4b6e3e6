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

    /** @return what tells several Tulles on one host apart, the same after a restart; empty for the default one. */
    public String instance()
    {
        return stateDir.equals(DEFAULTS.stateDir) ? "" :
            Integer.toHexString(stateDir.toAbsolutePath().normalize().hashCode());
    }

    public Path socket()
    {
        return runDir.resolve("tulle.sock");
    }
}
