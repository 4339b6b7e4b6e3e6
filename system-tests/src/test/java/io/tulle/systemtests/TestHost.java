package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.tulle.tapio.linux.NetworkNamespace;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A network namespace that plays the host, with Tulles on it and containers beside it. After each test it holds every
 * Tulle to its counters; after each test, or after all of a class when its field is static, it removes everything, and
 * makes sure that the real host is as it was before.
 */
final class TestHost implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback
{
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path RESOLVER_FILES = Path.of("/etc/netns");
    /** Namespaces that the command makes must be seen by all, its resolv.conf by itself alone. */
    private static final String WITH_RESOLV_CONF = "mount --make-private / && " +
        "{ mount --make-private /etc/resolv.conf 2> /dev/null || true; } && " +
        "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN = "tlst" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);

    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final List<NetworkNamespace> namespaces = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean isShared;
    private String prefix;
    private Path directory;
    private Commands commands;
    private Container host;
    private HostSnapshot before;
    private Path mounts;

    @Override
    public void beforeAll(final ExtensionContext context) throws IOException
    {
        isShared = true;
        open();
    }

    @Override
    public void beforeEach(final ExtensionContext context) throws IOException
    {
        if (!isShared)
        {
            open();
        }
    }

    private void open() throws IOException
    {
        Launcher.prepare();
        prefix = RUN + "-" + COUNT.incrementAndGet();
        directory = Files.createTempDirectory(prefix);
        commands = new Commands(directory);
        before = HostSnapshot.take(commands, List.of());
        host = container("host");
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        if (context.getExecutionException().isPresent())
        {
            instances.values().forEach(instance -> System.err.println(context.getDisplayName() + ": " + instance));
        }
        else
        {
            instances.values().forEach(instance -> attempt(() -> check(instance)));
        }
        if (!isShared)
        {
            close();
        }
        report();
    }

    @Override
    public void afterAll(final ExtensionContext context)
    {
        close();
        report();
    }

    private void close()
    {
        instances.values().forEach(instance -> attempt(() -> instance.tulle("down").ok()));
        attempt(commands::close);
        mounts = null;
        namespaces.forEach(namespace -> attempt(namespace::delete));
        attempt(() -> Assertions.assertEquals(List.of(),
            left(NAMESPACES, file -> NetworkNamespace.path(file).delete()), "namespaces that stayed"));
        attempt(() -> Assertions.assertEquals(List.of(),
            left(RESOLVER_FILES, file -> IoUtil.delete(file.toFile(), true)), "resolver files that stayed"));
        attempt(() -> Assertions.assertEquals(before, HostSnapshot.take(commands, List.of()), "the real host"));
        IoUtil.delete(directory.toFile(), true);
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

    private static void check(final Instance instance)
    {
        if (!instance.isKilled() && Files.exists(instance.runDir().resolve("tulle.cnc")))
        {
            Counters.assertNoFrameIsMissing(instance.runDir());
            Assertions.assertEquals(List.of(), instance.counters().errors(), "errors in the log");
        }
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

    /** What stays of this test is removed all the same, so that it fails this test only. */
    private List<String> left(final Path folder, final Consumer<Path> removal)
    {
        if (!Files.exists(folder))
        {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder))
        {
            final List<Path> left =
                files.filter(file -> file.getFileName().toString().startsWith(prefix + "-")).toList();
            left.forEach(removal);
            return left.stream().map(Path::toString).toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The name that no other test and no other run uses. */
    String fullName(final String name)
    {
        return prefix + "-" + name;
    }

    /** Makes the namespace of a container, which {@code netns: @NAME} stands for in a file. */
    Container container(final String name)
    {
        namespaces.add(NetworkNamespace.create(fullName(name)));
        return existing(name);
    }

    /** The namespace that somebody else made or makes. */
    Container existing(final String name)
    {
        return new Container(commands, fullName(name));
    }

    /** The namespace that Tulle made for a container without one. */
    Container created(final String container)
    {
        return existing("tulle-" + container);
    }

    /** Takes the namespace's name away, as the end of a container does. */
    void remove(final Container container)
    {
        namespaces.removeIf(namespace -> namespace.path().equals(container.path()));
        NetworkNamespace.path(container.path()).delete();
    }

    /** The Tulle of most tests. */
    Instance tulle()
    {
        return tulle("tulle");
    }

    Instance tulle(final String name)
    {
        return instances.computeIfAbsent(name, ignored -> new Instance(this, directory.resolve(name)));
    }

    Path directory()
    {
        return directory;
    }

    Commands commands()
    {
        return commands;
    }

    Container host()
    {
        return host;
    }

    /** Gives the host a resolv.conf, or another one in its place, which whoever has it open sees. */
    void resolvConf(final String text)
    {
        try
        {
            Files.writeString(resolvConf(), text);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** What commands that are run or started here find as /etc/resolv.conf; the real host's until it is written. */
    Path resolvConf()
    {
        return directory.resolve("resolv.conf");
    }

    CommandResult run(final List<String> words)
    {
        return commands.run(Commands.join(prefix(), words.toArray(new String[0])));
    }

    Background start(final List<String> words)
    {
        return commands.start(Commands.join(prefix(), words.toArray(new String[0])));
    }

    /** Takes what is run or started from now on to the mounts of a process, which have the resolv.conf in its place. */
    void mounts(final Path process)
    {
        mounts = process;
    }

    private List<String> prefix()
    {
        if (null != mounts)
        {
            // the root as well: that of a mount namespace is not the one of a chroot
            return Commands.join(host.prefix(), "nsenter", "--mount=" + mounts.resolve("ns/mnt"),
                "--root=" + mounts.resolve("root"), "--wd=" + mounts.resolve("root"), "--");
        }
        return !Files.exists(resolvConf()) ? host.prefix() : Commands.join(host.prefix(), "unshare", "--mount",
            "--propagation", "unchanged", "sh", "-c", WITH_RESOLV_CONF, resolvConf().toString());
    }
}
