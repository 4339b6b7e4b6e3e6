package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dockerd on a test's host, and the containerd that it uses: a service of its own, as Debian has it, so that
 * containers outlive a dockerd that was killed. Its data is in the host's own /run. Called by tests.
 */
final class Dockerd
{
    private static final List<String> WITHOUT_BRIDGES =
        List.of("--iptables=false", "--ip6tables=false", "--userland-proxy=false");
    private static final String CONTAINERD_SOCKET = "/run/containerd/containerd.sock";
    private static final String CONTAINERD = """
        version = 2
        root = "/run/containerd-root"
        state = "/run/containerd"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%s"
        """.formatted(CONTAINERD_SOCKET);

    private final TestHost host;
    private final List<String> flags;
    private Background containerd;
    private Background dockerd;

    /** @param flags what stands in its command line in every life of it */
    Dockerd(final TestHost host, final List<String> flags)
    {
        this.host = host;
        this.flags = flags;
    }

    /** The flags of a dockerd that leaves networks to Tulle. */
    static List<String> withoutBridges()
    {
        return WITHOUT_BRIDGES;
    }

    /** Starts it with more flags, and waits until its API answers. */
    Background start(final String... more)
    {
        return startWithoutWaiting(more).awaitErrorLine("API listen on");
    }

    Background startWithoutWaiting(final String... more)
    {
        if (null == containerd || !containerd.isRunning())
        {
            startContainerd();
        }
        final List<String> words = new ArrayList<>(List.of("dockerd", "--host", DockerHost.SOCKET, "--containerd",
            CONTAINERD_SOCKET, "--data-root", "/run/docker-data", "--exec-root", "/run/docker", "--bridge", "none",
            "--cgroup-parent", "/" + cgroup()));
        words.addAll(flags);
        words.addAll(List.of(more));
        dockerd = host.start(words);
        return dockerd;
    }

    private void startContainerd()
    {
        try
        {
            final Path file = Files.writeString(host.directory().resolve("containerd.toml"), CONTAINERD);
            containerd = host.start(List.of("containerd", "--config", file.toString()))
                .awaitErrorLine("successfully booted");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The cgroup above those of its containers. */
    String cgroup()
    {
        return host.fullName("docker");
    }

    boolean isRunning()
    {
        return null != dockerd && dockerd.isRunning();
    }

    /** The dockerd that was started last. */
    Background process()
    {
        return dockerd;
    }

    /** Ends it as systemctl stop does; with --live-restore, its containers go on. */
    void stop()
    {
        dockerd.signal("TERM").ok();
    }

    /** Stops and starts it. */
    void restart(final String... more)
    {
        stop();
        start(more);
    }

    /** Ends it as a crash does: containerd and the containers go on. */
    void killHard()
    {
        dockerd.signal("KILL");
    }

    /** Stops both. */
    void stopAll()
    {
        if (isRunning())
        {
            stop();
        }
        if (null != containerd && containerd.isRunning())
        {
            containerd.signal("TERM").ok();
        }
    }
}
