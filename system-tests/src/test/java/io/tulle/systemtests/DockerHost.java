package io.tulle.systemtests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link TestHost} with a real dockerd on it, which a test uses by the words that a user types. Dockerd and Tulle run
 * in a mount namespace with a /run and an /etc of its own, so that Tulle's driver is found at its default socket under
 * its default name:
 * <pre>{@code
 * @RegisterExtension
 * static final DockerHost DOCKER = DockerHost.withoutBridges();
 *
 * DOCKER.host().tulle().up("docker: {}\n");
 * DOCKER.docker("network", "create", "-d", "tulle", "--subnet", "10.81.0.0/24", "web").ok();
 * DOCKER.run("--name", "one", "--network", "web"); // one that sleeps, of the only image
 * assertTrue(DOCKER.docker("exec", "one", "ping", "-c", "1", "10.81.0.1").isOk());
 * EchoServer.tcp(DOCKER.container("one"), 80); // by programs of the real host in the container's network
 * DOCKER.dockerd().killHard();
 * DOCKER.dockerd().start("--live-restore");
 * }</pre>
 * With {@link #withBridges}, the same dockerd makes networks by its own bridge driver, too: {@link DockerDriver}.
 * After each test, what it made with Docker is removed, and no device may stay. Static, it starts in about a second for
 * all of a class; a test that changes dockerd itself rather has one of its own.
 */
final class DockerHost implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback
{
    static final String SOCKET = "unix:///run/docker.sock";
    /** The only image: busybox under all its names, and iperf3. */
    static final String IMAGE = "box";

    private static final Pattern DEVICE_OF_A_NETWORK = Pattern.compile("(tl[0-9a-f]{11}|veth|br-|docker).*");

    private final TestHost host = new TestHost();
    private final List<String> flags;
    private final List<Throwable> failures = new ArrayList<>();
    private boolean isShared;
    private DockerMounts mounts;
    private Dockerd dockerd;
    private List<String> before;

    private DockerHost(final List<String> flags, final String... more)
    {
        this.flags = Commands.join(flags, more);
    }

    /** A dockerd that is to leave the host's network alone. */
    static DockerHost withoutBridges(final String... flags)
    {
        return new DockerHost(Dockerd.withoutBridges(), flags);
    }

    /** A dockerd as it is by default, but for docker0: its bridge driver writes firewall rules and starts proxies. */
    static DockerHost withBridges(final String... flags)
    {
        return new DockerHost(List.of(), flags);
    }

    @Override
    public void beforeAll(final ExtensionContext context) throws IOException
    {
        isShared = true;
        host.beforeAll(context);
        open();
    }

    @Override
    public void beforeEach(final ExtensionContext context) throws IOException
    {
        host.beforeEach(context);
        if (!isShared)
        {
            open();
        }
        before = made();
    }

    private void open()
    {
        Internet.ip(host.host(), "link set lo up");
        mounts = DockerMounts.enter(host);
        dockerd = new Dockerd(host, flags);
        dockerd.start();
        host.run(List.of("sh", Resource.path("docker_image.sh"), host.directory().resolve("image").toString(), IMAGE))
            .ok();
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        if (context.getExecutionException().isPresent())
        {
            System.err.println(context.getDisplayName() + ": " + dockerd.process());
        }
        if (null != before)
        {
            attempt(this::removeWhatTheTestMade);
        }
        if (!isShared)
        {
            close();
        }
        attempt(() -> host.afterEach(context));
        report();
    }

    @Override
    public void afterAll(final ExtensionContext context)
    {
        close();
        attempt(() -> host.afterAll(context));
        report();
    }

    private void removeWhatTheTestMade()
    {
        if (!dockerd.isRunning())
        {
            dockerd.start();
        }
        remove(containers(), "container", "rm", "--force", "--volumes");
        remove(networks(), "network", "rm");
        Assertions.assertEquals(before, made(), "containers, networks and devices that stayed");
    }

    private void remove(final List<String> ids, final String... words)
    {
        final List<String> made = ids.stream().filter(id -> !before.contains(id)).toList();
        if (!made.isEmpty())
        {
            docker(Commands.join(List.of(words), made.toArray(new String[0])).toArray(new String[0])).ok();
        }
    }

    private List<String> made()
    {
        final List<String> all = new ArrayList<>(containers());
        all.addAll(networks());
        all.addAll(devices());
        return all;
    }

    private List<String> containers()
    {
        return docker("ps", "--all", "--quiet", "--no-trunc").ok().lines();
    }

    private List<String> networks()
    {
        return docker("network", "ls", "--quiet", "--no-trunc", "--filter", "type=custom").ok().lines();
    }

    /** The devices on the host that are there for a network or a container. */
    List<String> devices()
    {
        return host.host().run("ip", "-brief", "link").ok().lines().stream().map(line -> line.split("[ @]")[0])
            .filter(name -> DEVICE_OF_A_NETWORK.matcher(name).matches()).sorted().toList();
    }

    private void close()
    {
        attempt(dockerd::stopAll);
        attempt(this::endProcesses);
        attempt(() -> Cgroups.remove(mounts.outside(Path.of("/sys/fs/cgroup")), dockerd.cgroup()));
        attempt(mounts::leave);
    }

    private void endProcesses()
    {
        final List<ProcessHandle> left = mounts.processes(dockerd.cgroup());
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
        Assertions.assertEquals(List.of(), left.stream().map(process -> process.info().toString()).toList(),
            "processes of Docker that stayed");
    }

    private void attempt(final Runnable task)
    {
        try
        {
            task.run();
        }
        catch (final RuntimeException | AssertionError ex)
        {
            failures.add(ex);
        }
    }

    private void report()
    {
        final List<Throwable> found = List.copyOf(failures);
        failures.clear();
        Assertions.assertAll(found.stream().map(failure -> () ->
        {
            throw failure;
        }));
    }

    /** The host that dockerd runs on, with the Tulle of the test. */
    TestHost host()
    {
        return host;
    }

    Dockerd dockerd()
    {
        return dockerd;
    }

    DockerMounts mounts()
    {
        return mounts;
    }

    /** Runs docker on the host. */
    CommandResult docker(final String... words)
    {
        return host.run(dockerWords(words));
    }

    Background startDocker(final String... words)
    {
        return host.start(dockerWords(words));
    }

    private static List<String> dockerWords(final String... words)
    {
        return Commands.join(List.of("docker", "--host", SOCKET), words);
    }

    /** Runs a container in the background that does nothing. @param options those of docker run */
    CommandResult run(final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("run", "--detach", "--stop-signal", "KILL"));
        words.addAll(Arrays.asList(options));
        words.addAll(List.of(IMAGE, "sleep", "1000000"));
        return docker(words.toArray(new String[0])).ok();
    }

    /** What a container, a network or an image is by Docker, formatted by Go's template. */
    String inspect(final String name, final String template)
    {
        return docker("inspect", "--format", template, name).ok().out().strip();
    }

    /** The network of a container that runs: the programs of the real host can be run in it. */
    Container container(final String name)
    {
        return new Container(host.commands(), "/proc/" + inspect(name, "{{.State.Pid}}") + "/ns/net");
    }
}
