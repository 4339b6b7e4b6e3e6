package io.tulle.daemon;

import java.nio.file.Path;

/**
 * Where one Tulle keeps its things; several live side by side with several pairs of the first two.
 *
 * @param runDir         the API socket, the counters file and the lock: gone with a reboot
 * @param stateDir       what is ours on this machine: must outlive the daemon
 * @param netnsDir       where {@code ip netns exec} looks for files of a namespace, such as its resolv.conf
 * @param hostResolvConf names the servers that the host asks for names
 */
public record DaemonSettings(Path runDir, Path stateDir, Path netnsDir, Path hostResolvConf)
{
    public static final DaemonSettings DEFAULTS = new DaemonSettings(Path.of("/run/tulle"), Path.of("/var/lib/tulle"));

    /** With the system's own files of resolvers. */
    public DaemonSettings(final Path runDir, final Path stateDir)
    {
        this(runDir, stateDir, Path.of("/etc/netns"), Path.of("/etc/resolv.conf"));
    }

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
