package io.tulle.daemon.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;

/** A relay on loopback addresses: 127.0.0.1 is the host, 127.0.0.2 the container. Its clock is set by hand. */
final class RelayBench implements AutoCloseable
{
    static final InetAddress HOST = address("127.0.0.1");
    static final InetAddress CONTAINER = address("127.0.0.2");
    static final Predicate<InetAddress> EVERYONE = (client) -> true;
    private static final long PATIENCE_MS = 10_000;

    final AtomicLong nowNs = new AtomicLong();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final RelayCounters counters = new RelayCounters(
        new CountersManager(aligned(64 * 1024), aligned(16 * 1024)));
    final PortRelay relay;

    RelayBench(final int maxConnections, final int maxUdpClients) throws IOException
    {
        relay = new PortRelay(new RelaySettings(maxConnections, maxUdpClients, Duration.ofSeconds(90)), counters,
            nowNs::get, errors::add);
    }

    private static UnsafeBuffer aligned(final int lengthBytes)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(lengthBytes));
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException(ex);
        }
    }

    static Socket connect(final int port) throws IOException
    {
        return connect("127.0.0.1", port);
    }

    static Socket connect(final String host, final int port) throws IOException
    {
        final Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), (int) PATIENCE_MS);
        socket.setSoTimeout((int) PATIENCE_MS);
        return socket;
    }

    static void await(final String what, final long expected, final LongSupplier value) throws InterruptedException
    {
        final long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (value.getAsLong() != expected && System.nanoTime() - deadline < 0)
        {
            Thread.sleep(5);
        }
        assertEquals(expected, value.getAsLong(), what);
    }

    static int descriptors()
    {
        return new File("/proc/self/fd").list().length;
    }

    @Override
    public void close()
    {
        relay.close();
        assertEquals(List.of(), errors);
    }
}
