package io.tulle.systemtests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link TestHost} with podman on it, which finds Tulle's shim before netavark, as on any host: a static field of a
 * test, which uses it by the words that a user types. Podman's files and Tulle are in a mount namespace of their own.
 * After each test its containers and networks are removed, and nothing of theirs may stay with Tulle or on the host.
 */
final class PodmanHost implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback
{
    /** The devices on the host when no network is there. */
    static final List<String> OWN_DEVICES = List.of("lo", Internet.INTERFACE);

    private static final String IMAGE = "localhost/box";
    private static final Path SHIMS = Launcher.PATH.resolve("../../daemon/src/main/shims").normalize();

    private final TestHost host = new TestHost();
    private final List<Throwable> failures = new ArrayList<>();
    private DockerMounts mounts;
    private Container internet;

    @Override
    public void beforeAll(final ExtensionContext context) throws IOException
    {
        host.beforeAll(context);
        internet = Internet.connect(host);
        Internet.ip(host.host(), "route add default via " + Internet.ADDRESS);
        mounts = DockerMounts.enter(host);
        host.run(List.of("sh", Resource.path("podman_setup.sh"), SHIMS.toString(), socket().toString(), IMAGE)).ok();
    }

    @Override
    public void beforeEach(final ExtensionContext context) throws IOException
    {
        host.beforeEach(context);
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        attempt(this::removeWhatTheTestMade);
        attempt(() -> host.afterEach(context));
        report();
    }

    @Override
    public void afterAll(final ExtensionContext context)
    {
        attempt(this::endProcesses);
        attempt(() -> Cgroups.remove(mounts.outside(Path.of("/sys/fs/cgroup")), cgroup()));
        attempt(() -> host.afterAll(context));
        report();
    }

    /** Tulle runs at the end of each test: what it had of containers must be gone when they are. */
    private void removeWhatTheTestMade()
    {
        if (!host.tulle().isRunning())
        {
            host.tulle().upAgain();
        }
        podman("rm", "--all", "--force", "--time", "0").ok();
        podman("network", "prune", "--force").ok();
        Eventually.eventually(() -> "nothing stays of containers: " + host.tulle().tulle("ps"),
            () -> host.tulle().json("ps", "--json").isEmpty());
        Assertions.assertEquals(0, host.tulle().json("network", "ls", "--json").size(), "networks that stayed");
        Assertions.assertEquals(OWN_DEVICES, devices(), "devices that stayed");
    }

    /** The devices on the host. */
    List<String> devices()
    {
        return host.host().run("ip", "-brief", "link").ok().lines().stream().map(line -> line.split("[ @]")[0])
            .sorted().toList();
    }

    private void endProcesses()
    {
        host.tulle().down();
        final List<ProcessHandle> left = mounts.processes(cgroup());
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
        Assertions.assertEquals(List.of(), left.stream().map(process -> process.info().toString()).toList(),
            "processes of podman that stayed");
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

    /** The host that podman runs on. */
    TestHost host()
    {
        return host;
    }

    /** The Tulle whose socket podman's shim knows. */
    Instance tulle()
    {
        return host.tulle();
    }

    /** A namespace beyond the uplink of the host. */
    Container internet()
    {
        return internet;
    }

    private Path socket()
    {
        return host.tulle().runDir().resolve("tulle.sock");
    }

    private String cgroup()
    {
        return host.fullName("podman");
    }

    CommandResult podman(final String... words)
    {
        return host.run(Commands.join(List.of("podman"), words));
    }

    /** Makes a network that is Tulle's. */
    void network(final String name, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("network", "create", "--label", "tulle=true"));
        words.addAll(Arrays.asList(options));
        words.add(name);
        podman(words.toArray(new String[0])).ok();
    }

    /** Runs a container in the background that does nothing. @param options those of podman run */
    CommandResult tryRun(final String... options)
    {
        final List<String> words =
            new ArrayList<>(List.of("run", "--detach", "--stop-signal", "KILL", "--cgroup-parent", "/" + cgroup()));
        words.addAll(Arrays.asList(options));
        words.addAll(List.of(IMAGE, "sleep", "1000000"));
        return podman(words.toArray(new String[0]));
    }

    /** As above, and it must do so. */
    void run(final String... options)
    {
        tryRun(options).ok();
    }

    /** Runs a command of busybox in a container. */
    CommandResult exec(final String container, final String... words)
    {
        return podman(Commands.join(List.of("exec", container), words).toArray(new String[0]));
    }

    /** What a container or a network is by podman, formatted by Go's template. */
    String inspect(final String name, final String template)
    {
        return podman("inspect", "--format", template, name).ok().out().strip();
    }

    /** The network of a container that runs: programs of the real host can be run in it. */
    Container container(final String name)
    {
        return new Container(host.commands(), "/proc/" + inspect(name, "{{.State.Pid}}") + "/ns/net");
    }
}
