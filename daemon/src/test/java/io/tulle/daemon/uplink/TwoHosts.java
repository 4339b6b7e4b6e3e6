package io.tulle.daemon.uplink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.tulle.tapio.linux.Fd;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;

/** Tulle's host (10.30.0.2, fd00:30::2) and a router beside it (.1) on one wire, each in a namespace of its own. */
final class TwoHosts implements AutoCloseable
{
    static final String INTERFACE = "eth0";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int DEADLINE_S = 15;

    final NetworkNamespace host = NetworkNamespace.create(name());
    final NetworkNamespace router = NetworkNamespace.create(name());

    TwoHosts()
    {
        connect();
        ip(router, "link set lo up");
        ip(host, "link set lo up");
        ip(router, "addr add 10.30.0.1/24 dev eth0");
        ip(router, "addr add fd00:30::1/64 dev eth0 nodad");
        ip(router, "link set eth0 up");
        addressHost();
    }

    /** The wire, with nothing set on either end. */
    void connect()
    {
        try (Fd far = router.open(); Netlink netlink = host.netlink())
        {
            netlink.createVeth(INTERFACE, INTERFACE, far.number());
        }
    }

    void addressHost()
    {
        ip(host, "addr add 10.30.0.2/24 dev eth0");
        ip(host, "addr add fd00:30::2/64 dev eth0 nodad");
        ip(host, "link set eth0 up");
        ip(host, "route add default via 10.30.0.1");
        ip(host, "route add default via fd00:30::1");
    }

    static String ip(final NetworkNamespace namespace, final String arguments)
    {
        return run(namespace, "ip " + arguments);
    }

    /** @return what the command says, whether it succeeds or not. */
    static String run(final NetworkNamespace namespace, final String command)
    {
        final Path path = namespace.path();
        try
        {
            final Process process = new ProcessBuilder(
                List.of("nsenter", "--net=" + path, "sh", "-c", command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(command, ex);
        }
    }

    static void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() > deadlineNs)
            {
                throw new AssertionError("waited in vain: " + what);
            }
            sleep();
        }
    }

    private static void sleep()
    {
        try
        {
            Thread.sleep(10);
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static String name()
    {
        return "uplink-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    }

    @Override
    public void close()
    {
        host.delete();
        router.delete();
    }
}
