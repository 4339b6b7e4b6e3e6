package io.tulle.daemon.relay;

import static io.tulle.daemon.relay.RelayBench.CONTAINER;
import static io.tulle.daemon.relay.RelayBench.EVERYONE;
import static io.tulle.daemon.relay.RelayBench.HOST;
import static io.tulle.daemon.relay.RelayBench.address;
import static io.tulle.daemon.relay.RelayBench.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import io.tulle.config.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What local clients of a published UDP port see: each its own answers, from the port that it spoke to. */
class UdpRelayTest
{
    private RelayBench bench;
    private DatagramSocket container;
    private Reservation reservation;

    @BeforeEach
    void publish() throws IOException
    {
        bench = new RelayBench(2, 2);
        container = socket(CONTAINER);
        reservation = bench.relay.reserve(Protocol.UDP, HOST, 0, 0, CONTAINER, container.getLocalPort(), EVERYONE);
    }

    @AfterEach
    void close()
    {
        container.close();
        bench.close();
    }

    @Test
    void shouldGiveEachClientItsOwnAnswers() throws IOException
    {
        try (DatagramSocket first = socket(HOST); DatagramSocket second = socket(HOST))
        {
            send(first, "one");
            final DatagramPacket one = receive(container);
            send(second, "two");
            final DatagramPacket two = receive(container);
            assertNotEquals(one.getPort(), two.getPort());
            answer(two, "to the second");
            answer(one, "to the first");
            assertEquals("to the first", text(receive(first)));
            final DatagramPacket answer = receive(second);
            assertEquals("to the second", text(answer));
            assertEquals(reservation.firstPort(), answer.getPort());
            assertEquals(HOST, answer.getAddress());
        }
    }

    @Test
    void shouldDropDatagramsOfClientsThatAreNotAllowed() throws IOException, InterruptedException
    {
        try (Reservation closed =
            bench.relay.reserve(Protocol.UDP, HOST, 0, 0, CONTAINER, container.getLocalPort(), (client) -> false);
            DatagramSocket client = socket(HOST))
        {
            client.send(new DatagramPacket(new byte[1], 1, HOST, closed.firstPort()));
            await("refused", 1, bench.counters.notAllowed::get);
        }
    }

    @Test
    void shouldKeepAClientsPortWhileItSpeaksAndForgetItWhenIdle() throws IOException, InterruptedException
    {
        try (DatagramSocket client = socket(HOST))
        {
            send(client, "first");
            final int port = receive(container).getPort();
            bench.nowNs.addAndGet(TimeUnit.SECONDS.toNanos(89));
            send(client, "again");
            assertEquals(port, receive(container).getPort());
            bench.nowNs.addAndGet(TimeUnit.SECONDS.toNanos(89));
            Thread.sleep(1_200);
            assertEquals(1, bench.counters.udpClients.get());
            bench.nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            await("clients", 0, bench.counters.udpClients::get);
        }
    }

    @Test
    void shouldDropDatagramsOfClientsBeyondTheLimit() throws IOException, InterruptedException
    {
        try (DatagramSocket first = socket(HOST); DatagramSocket second = socket(HOST);
            DatagramSocket third = socket(HOST))
        {
            send(first, "one");
            send(second, "two");
            send(third, "three");
            await("over limit", 1, bench.counters.udpOverLimit::get);
            assertEquals("one", text(receive(container)));
            assertEquals("two", text(receive(container)));
        }
    }

    @Test
    void shouldServeAClientAgainOnceTheContainerListens() throws IOException, InterruptedException
    {
        final int port = container.getLocalPort();
        container.close();
        try (DatagramSocket client = socket(HOST))
        {
            send(client, "nobody hears");
            await("clients", 1, bench.counters.udpClients::get);
            Thread.sleep(100);
            container = new DatagramSocket(port, CONTAINER);
            container.setSoTimeout(10_000);
            send(client, "somebody hears");
            assertEquals("somebody hears", text(receive(container)));
        }
    }

    @Test
    void shouldCarryTheLargestDatagram() throws IOException
    {
        try (DatagramSocket client = socket(HOST))
        {
            send(client, "x".repeat(65_507));
            assertEquals(65_507, receive(container).getLength());
        }
    }

    @Test
    void shouldServeIpv6ClientsFromAnIpv4Container() throws IOException
    {
        try (Reservation any =
            bench.relay.reserve(Protocol.UDP, null, 0, 0, CONTAINER, container.getLocalPort(), EVERYONE);
            DatagramSocket client = socket(address("::1")))
        {
            client.send(new DatagramPacket(new byte[]{6}, 1, address("::1"), any.firstPort()));
            answer(receive(container), "six");
            final DatagramPacket answer = receive(client);
            assertEquals("six", text(answer));
            assertEquals(address("::1"), answer.getAddress());
        }
    }

    private void send(final DatagramSocket client, final String text) throws IOException
    {
        client.send(new DatagramPacket(text.getBytes(), text.length(), HOST, reservation.firstPort()));
    }

    private void answer(final DatagramPacket question, final String text) throws IOException
    {
        container.send(new DatagramPacket(text.getBytes(), text.length(), question.getSocketAddress()));
    }

    private static DatagramSocket socket(final InetAddress address) throws IOException
    {
        final DatagramSocket socket = new DatagramSocket(0, address);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static DatagramPacket receive(final DatagramSocket socket) throws IOException
    {
        final DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return packet;
    }

    private static String text(final DatagramPacket packet)
    {
        return new String(packet.getData(), 0, packet.getLength());
    }
}
