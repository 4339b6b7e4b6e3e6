package io.tulle.daemon.relay;

import static io.tulle.daemon.relay.RelayBench.CONTAINER;
import static io.tulle.daemon.relay.RelayBench.EVERYONE;
import static io.tulle.daemon.relay.RelayBench.HOST;
import static io.tulle.daemon.relay.RelayBench.address;
import static io.tulle.daemon.relay.RelayBench.connect;
import static io.tulle.daemon.relay.RelayBench.descriptors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import io.tulle.config.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets a port of the host, and that it is free again afterwards. */
class PortRelayTest
{
    private static final int RANGE = 1_000;
    /** Below the kernel's ephemeral ports, so that no other test is given one of them. */
    private static final int FIRST = 21_000;

    private RelayBench bench;

    @BeforeEach
    void start() throws IOException
    {
        bench = new RelayBench(100, 100);
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldSayInDockersWordsThatAPortIsTaken() throws IOException
    {
        try (ServerSocket other = new ServerSocket(0, 1, HOST))
        {
            final int port = other.getLocalPort();
            assertEquals("failed to bind host port 127.0.0.1:" + port + "/tcp: address already in use",
                refusal(Protocol.TCP, HOST, port, port));
            assertEquals("failed to bind host port 0.0.0.0:" + port + "/tcp: address already in use",
                refusal(Protocol.TCP, null, port, port));
        }
    }

    @Test
    void shouldRefuseAPortToASecondContainerForEveryProtocol() throws IOException
    {
        for (final Protocol protocol : Protocol.values())
        {
            try (Reservation first = reserve(protocol, null, FIRST, FIRST + 2))
            {
                assertEquals(FIRST, first.firstPort());
                assertEquals("Bind for 127.0.0.1:21002 failed: port is already allocated",
                    refusal(protocol, HOST, FIRST + 2, FIRST + 2));
                assertEquals("Bind for [::1]:21000 failed: port is already allocated",
                    refusal(protocol, address("::1"), FIRST - 5, FIRST));
            }
            reserve(protocol, HOST, FIRST, FIRST).close();
        }
    }

    @Test
    void shouldGiveOnePortOfTwoAddressesToTwoContainers() throws IOException
    {
        for (final Protocol protocol : Protocol.values())
        {
            try (Reservation first = reserve(protocol, HOST, FIRST, FIRST);
                Reservation second = reserve(protocol, address("127.0.0.3"), FIRST, FIRST))
            {
                assertEquals(first.firstPort(), second.firstPort());
            }
        }
    }

    @Test
    void shouldOpenARangeWholeOrNotAtAll() throws IOException
    {
        try (ServerSocket other = new ServerSocket(FIRST + 10, 1, HOST))
        {
            final int before = descriptors();
            assertEquals("failed to bind host port 127.0.0.1:" + other.getLocalPort() + "/tcp: address already in use",
                refusal(Protocol.TCP, HOST, FIRST, FIRST + 20));
            assertEquals(before, descriptors());
        }
        reserve(Protocol.TCP, HOST, FIRST, FIRST + 20).close();
    }

    @Test
    void shouldServeEachPortOfARangeFromItsOwnContainerPort() throws IOException
    {
        try (Reservation range = reserve(Protocol.TCP, HOST, FIRST, FIRST + 2);
            ServerSocket container = new ServerSocket(FIRST + 102, 10, CONTAINER);
            Socket client = connect(range.lastPort());
            Socket server = container.accept())
        {
            client.getOutputStream().write(1);
            assertEquals(1, server.getInputStream().read());
        }
    }

    @Test
    void shouldOpenAThousandPortsInMilliseconds() throws IOException
    {
        for (final Protocol protocol : new Protocol[]{Protocol.TCP, Protocol.UDP})
        {
            final long begin = System.nanoTime();
            final Reservation range = reserve(protocol, null, FIRST, FIRST + RANGE - 1);
            final long opened = System.nanoTime();
            range.close();
            final long closed = System.nanoTime();
            System.out.printf("%s: %d ports opened in %d us, closed in %d us%n", protocol, RANGE,
                (opened - begin) / 1000, (closed - opened) / 1000);
            assertTrue(closed - begin < TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void shouldTakeTheFirstFreePortOfARange() throws IOException
    {
        try (ServerSocket other = new ServerSocket(FIRST, 1, HOST);
            Reservation second = reserveFirstFree(FIRST, FIRST + 2);
            Reservation third = reserveFirstFree(FIRST, FIRST + 2))
        {
            assertEquals(other.getLocalPort() + 1, second.firstPort());
            assertEquals(FIRST + 2, third.firstPort());
            assertEquals("Bind for 127.0.0.1:21002 failed: port is already allocated",
                assertThrows(PortTakenException.class, () -> reserveFirstFree(FIRST, FIRST + 2)).getMessage());
        }
    }

    @Test
    void shouldChooseAFreePortAndTellIt() throws IOException
    {
        for (final Protocol protocol : new Protocol[]{Protocol.TCP, Protocol.UDP})
        {
            try (Reservation chosen = reserve(protocol, null, 0, 0))
            {
                assertTrue(chosen.firstPort() > 0);
                assertEquals(chosen.firstPort(), chosen.lastPort());
                refusal(protocol, HOST, chosen.firstPort(), chosen.firstPort());
            }
        }
    }

    @Test
    void shouldNotePortsOfAnAddressThatIsNotTheHosts() throws IOException
    {
        final InetAddress own = address("192.0.2.1");
        final Reservation noted = bench.relay.note(Protocol.TCP, own, FIRST, FIRST);
        assertThrows(PortTakenException.class, () -> bench.relay.note(Protocol.TCP, own, FIRST, FIRST));
        assertEquals(FIRST + 1, bench.relay.noteFirstFree(Protocol.TCP, own, FIRST, FIRST + 9).firstPort());
        bench.relay.note(Protocol.UDP, own, FIRST, FIRST);
        noted.close();
        bench.relay.note(Protocol.TCP, own, FIRST, FIRST);
    }

    @Test
    void shouldSayThatTheHostHasNoSuchAddress()
    {
        final IOException refusal = assertThrows(IOException.class,
            () -> reserve(Protocol.TCP, address("192.0.2.1"), FIRST, FIRST));
        assertFalse(refusal instanceof PortTakenException);
        assertTrue(refusal.getMessage().startsWith("Bind for 192.0.2.1:21000 failed: "), refusal.getMessage());
    }

    @Test
    void shouldOpenNothingForContainerPortsThatDoNotExist()
    {
        final int before = descriptors();
        assertThrows(IllegalArgumentException.class,
            () -> bench.relay.reserve(Protocol.TCP, HOST, FIRST, FIRST + 9, CONTAINER, 65_530, EVERYONE));
        assertThrows(IOException.class,
            () -> bench.relay.reserve(Protocol.SCTP, HOST, 0, 0, CONTAINER, 9, EVERYONE));
        assertEquals(before, descriptors());
    }

    @Test
    void shouldLeaveNoThreadAndNoDescriptorBehind() throws IOException
    {
        final int before = descriptors();
        for (int i = 0; i < 5; i++)
        {
            final RelayBench other = new RelayBench(10, 10);
            final Reservation tcp = other.relay.reserve(Protocol.TCP, HOST, 0, 0, CONTAINER, 1, EVERYONE);
            other.relay.reserve(Protocol.UDP, null, FIRST, FIRST + 9, CONTAINER, 1, EVERYONE);
            other.close();
            tcp.close();
            assertThrows(IOException.class,
                () -> other.relay.reserve(Protocol.TCP, HOST, 0, 0, CONTAINER, 1, EVERYONE));
        }
        assertEquals(before, descriptors());
        final long threads = Thread.getAllStackTraces().keySet().stream()
            .filter((thread) -> "tulle-relay".equals(thread.getName())).count();
        assertEquals(1, threads, "only this test's own");
    }

    private Reservation reserve(final Protocol protocol, final InetAddress hostIp, final int first, final int last)
        throws IOException
    {
        return bench.relay.reserve(protocol, hostIp, first, last, CONTAINER, first + 100, EVERYONE);
    }

    private Reservation reserveFirstFree(final int first, final int last) throws IOException
    {
        return bench.relay.reserveFirstFree(Protocol.TCP, HOST, first, last, CONTAINER, 80, EVERYONE);
    }

    private String refusal(final Protocol protocol, final InetAddress hostIp, final int first, final int last)
    {
        return assertThrows(PortTakenException.class, () -> reserve(protocol, hostIp, first, last)).getMessage();
    }
}
