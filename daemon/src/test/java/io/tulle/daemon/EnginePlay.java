package io.tulle.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.tulle.config.Cidr;
import io.tulle.config.ContainerDns;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.Netns;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkMode;
import io.tulle.config.NetworkOptions;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Network;
import io.tulle.control.Origin;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.NetworkNamespace;

/** A host and a sandbox, each a namespace, and a test that does what Docker does between them. */
final class EnginePlay implements AutoCloseable
{
    static final String DEVICE = "tl0123456789a";
    private static final String ID = "0123456789a".repeat(6).substring(0, 64);
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int MTU = 1_400;

    final NetworkNamespace host = NetworkNamespace.create(name());
    final NetworkNamespace sandbox = NetworkNamespace.create(name());

    static Network network()
    {
        final IpamPool pool =
            new IpamPool(Cidr.parse("10.77.0.0/24"), null, IpAddress.parse("10.77.0.1"), Map.of());
        return new Network(ID, "web", Instant.EPOCH, false, null, true, true, false, false, List.of(pool),
            NetworkOptions.parse(Map.of()), NetworkDns.DEFAULTS, Map.of(), Map.of(), Origin.DOCKER);
    }

    static Endpoint endpoint()
    {
        return new Endpoint(ID, ID, ID, "one", DEVICE, MacAddr.parse("02:42:0a:4d:00:02"),
            new InterfaceAddress(IpAddress.parse("10.77.0.2"), 24), null, MTU, List.of(), 0, 0, Map.of(),
            Origin.DOCKER);
    }

    /** As it is known after its namespace was seen. */
    Sandbox opened()
    {
        return waiting(sandbox.path()).opened(sandbox.path(), false, NamespaceIdentity.of(sandbox.path()));
    }

    static Sandbox waiting(final Path path)
    {
        return new Sandbox(ID, "one", new NetworkMode.Bridge(), new Netns.Engine(path), path, false, null,
            ContainerDns.DEFAULTS);
    }

    /** Takes the device into the sandbox, as Docker does. */
    void take(final String name)
    {
        ip(host, "link set " + DEVICE + " netns " + sandbox.path().getFileName());
        ip(sandbox, "link set " + DEVICE + " name " + name);
        ip(sandbox, "addr add 10.77.0.2/24 dev " + name);
        ip(sandbox, "link set " + name + " up");
        ip(sandbox, "route add default via 10.77.0.1");
        ip(sandbox, "route add 10.9.0.0/16 via 10.77.0.9");
    }

    static String ip(final NetworkNamespace namespace, final String arguments)
    {
        try
        {
            final Process process = new ProcessBuilder(
                List.of("nsenter", "--net=" + namespace.path(), "sh", "-c", "ip " + arguments))
                .redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(arguments, ex);
        }
    }

    private static String name()
    {
        return "engine-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    }

    @Override
    public void close()
    {
        host.delete();
        sandbox.delete();
    }
}
