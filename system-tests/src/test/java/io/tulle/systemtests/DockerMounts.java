package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mount namespace of a test's host: /run and /etc are its own, so that a dockerd and a Tulle find each other where
 * they do on any host, and the real host sees nothing of them. Called by tests.
 */
final class DockerMounts
{
    private static final Path PROCESSES = Path.of("/proc");

    private final Background keeper;

    private DockerMounts(final Background keeper)
    {
        this.keeper = keeper;
    }

    /** Makes it; the host's commands run in it from now on. It ends with the host, and what is mounted in it. */
    static DockerMounts enter(final TestHost host)
    {
        try
        {
            final Path run = Files.createDirectory(host.directory().resolve("real-run"));
            host.resolvConf("nameserver " + Internet.ADDRESS + "\n");
            final Background keeper = host.host().start("unshare", "--mount", "--propagation", "slave", "sh",
                Resource.path("docker_mounts.sh"), run.toString(), host.resolvConf().toString());
            keeper.awaitLine("ready");
            host.mounts(PROCESSES.resolve(Long.toString(keeper.pid())));
            return new DockerMounts(keeper);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Where processes outside find a file that those inside call by the path. */
    Path outside(final Path inside)
    {
        return PROCESSES.resolve(keeper.pid() + "/root" + inside);
    }

    /** The processes that live in it, or in a container whose cgroup has the word in its name. */
    List<ProcessHandle> processes(final String cgroup)
    {
        try
        {
            final Path own = Files.readSymbolicLink(namespace(keeper.pid()));
            return ProcessHandle.allProcesses().filter(process -> process.pid() != keeper.pid())
                .filter(process -> isIn(own, process.pid()) || isInCgroup(cgroup, process.pid())).toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static boolean isIn(final Path namespace, final long pid)
    {
        try
        {
            return namespace.equals(Files.readSymbolicLink(namespace(pid)));
        }
        catch (final IOException ex)
        {
            return false; // it has ended
        }
    }

    private static boolean isInCgroup(final String cgroup, final long pid)
    {
        try (Stream<String> lines = Files.lines(PROCESSES.resolve(pid + "/cgroup")))
        {
            return lines.anyMatch(line -> line.contains(cgroup));
        }
        catch (final IOException | UncheckedIOException ex)
        {
            return false; // it has ended
        }
    }

    private static Path namespace(final long pid)
    {
        return PROCESSES.resolve(pid + "/ns/mnt");
    }
}
