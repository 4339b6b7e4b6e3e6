package io.tulle.daemon.relay;

import static io.tulle.daemon.relay.RelayBench.CONTAINER;
import static io.tulle.daemon.relay.RelayBench.EVERYONE;
import static io.tulle.daemon.relay.RelayBench.HOST;
import static io.tulle.daemon.relay.RelayBench.await;
import static io.tulle.daemon.relay.RelayBench.connect;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tulle.config.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a local client of a published TCP port sees: the container, as if it were asked itself. */
class TcpRelayTest
{
    private static final int MAX_CONNECTIONS = 2_000;

    private RelayBench bench;
    private ServerSocket container;
    private Reservation reservation;

    @BeforeEach
    void publish() throws IOException
    {
        bench = new RelayBench(MAX_CONNECTIONS, 2);
        container = new ServerSocket(0, 4096, CONTAINER);
        container.setSoTimeout(10_000);
        reservation = bench.relay.reserve(Protocol.TCP, HOST, 0, 0, CONTAINER, container.getLocalPort(), EVERYONE);
    }

    @AfterEach
    void close() throws IOException
    {
        container.close();
        bench.close();
    }

    @Test
    void shouldCarryBytesBothWays() throws IOException
    {
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            client.getOutputStream().write("ping".getBytes());
            assertEquals("ping", new String(server.getInputStream().readNBytes(4)));
            server.getOutputStream().write("pong".getBytes());
            assertEquals("pong", new String(client.getInputStream().readNBytes(4)));
        }
    }

    @Test
    void shouldRefuseClientsThatAreNotAllowed() throws IOException
    {
        try (Reservation closed =
            bench.relay.reserve(Protocol.TCP, HOST, 0, 0, CONTAINER, container.getLocalPort(), (client) -> false))
        {
            assertThrows(IOException.class, () -> readFrom(closed.firstPort()), "reset");
            assertEquals(1, bench.counters.notAllowed.get());
        }
    }

    /** The reset may come before connect() has returned. */
    private static void readFrom(final int port) throws IOException
    {
        try (Socket client = connect(port))
        {
            client.getInputStream().read();
        }
    }

    @Test
    void shouldLetTheContainerAnswerAfterTheClientHasFinished() throws IOException
    {
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            client.getOutputStream().write("question".getBytes());
            client.shutdownOutput();
            assertEquals("question", new String(server.getInputStream().readAllBytes()));
            server.getOutputStream().write("answer".getBytes());
            server.shutdownOutput();
            assertEquals("answer", new String(client.getInputStream().readAllBytes()));
        }
    }

    @Test
    void shouldLetTheClientGoOnAfterTheContainerHasFinished() throws IOException, InterruptedException
    {
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            server.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
            client.getOutputStream().write("still here".getBytes());
            client.shutdownOutput();
            assertEquals("still here", new String(server.getInputStream().readAllBytes()));
            await("open connections", 0, bench.counters.openConnections::get);
        }
    }

    @Test
    void shouldHoldTheSenderBackWhileTheReaderIsSlow() throws IOException, InterruptedException
    {
        final byte[] bytes = new byte[50_000_000];
        new Random(1).nextBytes(bytes);
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            final Thread sender = new Thread(() -> send(client, bytes));
            sender.start();
            sender.join(300);
            assertTrue(sender.isAlive(), "nobody reads, so the sender waits");
            final byte[] received = new byte[bytes.length];
            server.getInputStream().readNBytes(received, 0, 1_000_000);
            Thread.sleep(50);
            server.getInputStream().readNBytes(received, 1_000_000, received.length - 1_000_000);
            assertArrayEquals(bytes, received);
            assertEquals(-1, server.getInputStream().read());
            sender.join();
        }
    }

    @Test
    void shouldServeTwoThousandConnectionsAtOnceAndRefuseTheNext() throws IOException, InterruptedException
    {
        final List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS; i++)
        {
            final Socket client = connect(reservation.firstPort());
            client.getOutputStream().write(i >> 8);
            client.getOutputStream().write(i);
            sockets.add(client);
            final Socket server = container.accept();
            server.getOutputStream().write(server.getInputStream().readNBytes(2));
            sockets.add(server);
        }
        for (int i = 0; i < MAX_CONNECTIONS; i++)
        {
            assertArrayEquals(new byte[]{(byte) (i >> 8), (byte) i},
                sockets.get(2 * i).getInputStream().readNBytes(2));
        }
        assertThrows(IOException.class, this::connectAndRead);
        assertEquals(1, bench.counters.overLimit.get());
        for (final Socket socket : sockets)
        {
            socket.close();
        }
        await("open connections", 0, bench.counters.openConnections::get);
    }

    @Test
    void shouldResetTheClientWhenTheContainerRefuses() throws IOException
    {
        container.close();
        assertThrows(IOException.class, this::connectAndRead);
        assertEquals(1, bench.counters.unreachable.get());
    }

    @Test
    void shouldHandOnAResetOfEitherSide() throws IOException, InterruptedException
    {
        final Socket client = connect(reservation.firstPort());
        reset(container.accept());
        assertThrows(IOException.class, () -> client.getInputStream().read());
        client.close();
        final Socket leaving = connect(reservation.firstPort());
        final Socket server = container.accept();
        server.setSoTimeout(10_000);
        reset(leaving);
        assertThrows(IOException.class, () -> server.getInputStream().read());
        server.close();
        await("open connections", 0, bench.counters.openConnections::get);
    }

    @Test
    void shouldServeIpv6ClientsFromAnIpv4Container() throws IOException
    {
        try (Reservation any =
            bench.relay.reserve(Protocol.TCP, null, 0, 0, CONTAINER, container.getLocalPort(), EVERYONE))
        {
            for (final String host : new String[]{"::1", "127.0.0.1"})
            {
                try (Socket client = connect(host, any.firstPort()); Socket server = container.accept())
                {
                    client.getOutputStream().write(7);
                    assertEquals(7, server.getInputStream().read());
                }
            }
        }
    }

    @Test
    void shouldEndConnectionsAndFreeThePortWhenTheReservationCloses() throws IOException
    {
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            server.setSoTimeout(10_000);
            reservation.close();
            reservation.close();
            assertThrows(IOException.class, () -> client.getInputStream().read());
            assertThrows(IOException.class, () -> server.getInputStream().read());
        }
        assertThrows(IOException.class, () -> connect(reservation.firstPort()));
        final int port = reservation.firstPort();
        bench.relay.reserve(Protocol.TCP, HOST, port, port, CONTAINER, container.getLocalPort(), EVERYONE).close();
    }

    @Test
    void shouldBindAgainWhileConnectionsOfTheLastRunAreInTimeWait() throws IOException, InterruptedException
    {
        try (Socket client = connect(reservation.firstPort()); Socket server = container.accept())
        {
            server.shutdownOutput(); // the relay closes towards the client first, so TIME_WAIT is at the host's port
            assertEquals(-1, client.getInputStream().read());
        }
        await("open connections", 0, bench.counters.openConnections::get);
        final int port = reservation.firstPort();
        bench.relay.close();
        try (RelayBench next = new RelayBench(1, 1))
        {
            next.relay.reserve(Protocol.TCP, HOST, port, port, CONTAINER, container.getLocalPort(), EVERYONE);
        }
    }

    /** A reset may come before or after the kernel has told the client that it is connected. */
    private void connectAndRead() throws IOException
    {
        try (Socket client = connect(reservation.firstPort()))
        {
            client.getInputStream().read();
        }
    }

    private static void reset(final Socket socket) throws IOException
    {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void send(final Socket socket, final byte[] bytes)
    {
        try
        {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
