package io.tulle.systemtests;

import java.nio.file.Path;
import java.util.List;

/**
 * A network namespace that plays a container: commands run in it. It has a name in /run/netns, or is a path to one.
 * Called by tests.
 */
record Container(Commands commands, String namespace)
{
    private static final String PATIENT_S = "10";

    Path path()
    {
        return Path.of("/run/netns").resolve(namespace);
    }

    /** The words that take a command into the namespace; not ip netns exec, which has a mount namespace of its own. */
    List<String> prefix()
    {
        // what the tests' own parent ignores (nohup: SIGHUP) must not be ignored by what they start
        return List.of("env", "--default-signal", "nsenter", "--net=" + path(), "--");
    }

    CommandResult run(final String... words)
    {
        return commands.run(Commands.join(prefix(), words));
    }

    Background start(final String... words)
    {
        return commands.start(Commands.join(prefix(), words));
    }

    /** Runs a command that finds the container's own resolv.conf: ip netns exec mounts it; a path has none. */
    CommandResult exec(final String... words)
    {
        return commands.run(Commands.join(execPrefix(), words));
    }

    Background startExec(final String... words)
    {
        return commands.start(Commands.join(execPrefix(), words));
    }

    private List<String> execPrefix()
    {
        return path().toString().equals(namespace) ? prefix() :
            List.of("ip", "netns", "exec", namespace, "env", "--default-signal");
    }

    /** What {@link #exec} mounts over /etc/resolv.conf. */
    Path resolvConf()
    {
        return Path.of("/etc/netns", namespace, "resolv.conf");
    }

    boolean reaches(final String address)
    {
        return run("ping", "-n", "-c", "1", "-W", PATIENT_S, address).isOk();
    }

    /** For addresses that must not answer: asks more often, and is sooner satisfied. */
    boolean cannotReach(final String address)
    {
        return !run("ping", "-n", "-c", "3", "-i", "0.1", "-W", "1", address).isOk();
    }

    RawSocket rawSocket(final String interfaceName)
    {
        return RawSocket.open(path(), interfaceName);
    }
}
