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
 * DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24");
 * DOCKER.run("--name", "one", "--network", "web"); // one that sleeps, of the only image
 * assertTrue(DOCKER.exec("one", "ping", "-c", "1", "10.81.0.1").isOk());
 * EchoServer.tcp(DOCKER.container("one"), 80); // by programs of the real host in the container's network
 * DOCKER.docker("ps").ok(); // any other words
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
    /** The one that came with dockerd: a newer one refuses what an older dockerd can do in another way. */
    private static final String CLIENT = "/usr/bin/docker";
    /** The only image: busybox under all its names, and iperf3. */
    static final String IMAGE = "box";

    private static final Pattern DEVICE_OF_A_NETWORK = Pattern.compile("(tl-?[0-9a-f]{11}|veth|br-|docker).*");

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
    }

    private void endProcesses()
    {
        final List<ProcessHandle> left = mounts.processes(dockerd.cgroup()).stream()
            .filter(process -> !host.commands().isRunning(process.pid())).toList();
        final List<String> descriptions = left.stream().map(process -> process.info().toString()).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
        Assertions.assertEquals(List.of(), descriptions, "processes of Docker that stayed");
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
        return Commands.join(List.of(CLIENT, "--host", SOCKET), words);
    }

    /** Runs a container in the background that does nothing. @param options those of docker run */
    CommandResult run(final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("run", "--detach", "--stop-signal", "KILL"));
        words.addAll(Arrays.asList(options));
        words.addAll(List.of(IMAGE, "sleep", "1000000"));
        return docker(words.toArray(new String[0])).ok();
    }

    /** Runs a command in a container, of the image. */
    CommandResult exec(final String container, final String... words)
    {
        return docker(Commands.join(List.of("exec", container), words).toArray(new String[0]));
    }

    /** Makes a network. @param options those of docker network create */
    CommandResult network(final DockerDriver driver, final String name, final String... options)
    {
        final List<String> words = Commands.join(List.of("network", "create", "--driver", driver.word()), options);
        words.add(name);
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
