package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten external ports are used to the last one; then who wants another one is told no, and who has one keeps it. */
@Tag("root")
class NatExhaustionTest
{
    private static final int PORTS = 10;
    private static final int FIRST_PORT = 50_000;
    private static final int PROHIBITED = 3 << 8 | 13; // RFC 5508 REQ-8
    private static final int PROHIBITED_V6 = 1 << 8 | 1;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static NatWorld world;

    @BeforeAll
    static void start()
    {
        world = new NatWorld(HOST, "uplink: {interface: up0, ports: \"50000-50009\"}\n");
    }

    @AfterAll
    static void stop()
    {
        world.close();
    }

    @Test
    void snatWithPortRangeWithExhaustion()
    {
        for (final String outside : NatWorld.BOTH_OUTSIDE)
        {
            final Set<Integer> ports = new HashSet<>();
            for (int i = 0; i < PORTS; i++)
            {
                send(outside, 4200 + i, 4300 + i);
                ports.add(world.outside.awaitPort(Packet.UDP, 4300 + i).sourcePort());
            }
            assertEquals(PORTS, ports.size(), () -> "one mapping a port: " + ports);
            assertTrue(ports.stream().allMatch(NatExhaustionTest::isInRange), ports::toString);
            final long before = world.drops(DropReason.NAT_OUT_OF_PORTS);
            send(outside, 4210, 4310);
            final Packet refused = world.raw.awaitIcmp(outside.contains(":") ? PROHIBITED_V6 : PROHIBITED);
            assertEquals(4310, refused.quote().destinationPort());
            assertEquals(before + 1, world.drops(DropReason.NAT_OUT_OF_PORTS));
            for (int i = 0; i < PORTS; i++) // to another destination, by the same port
            {
                send(outside, 4200 + i, 4400 + i);
                assertTrue(ports.contains(world.outside.awaitPort(Packet.UDP, 4400 + i).sourcePort()));
            }
        }
    }

    @Test
    void shouldOverlapTcpPortsWhereTheDestinationsDiffer()
    {
        final Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 3 * PORTS; i++) // RFC 7857 3
        {
            world.raw.send(Packet.tcp(NatWorld.RAW, 4500 + i, NatWorld.OUTSIDE, 4600 + i, Packet.SYN, 1));
            final Packet syn = world.outside.awaitPort(Packet.TCP, 4600 + i);
            assertTrue(isInRange(syn.sourcePort()), "port " + syn.sourcePort());
            ports.add(syn.sourcePort());
            world.outside.send(Packet.tcp(NatWorld.OUTSIDE, 4600 + i, Internet.HOST, syn.sourcePort(),
                Packet.SYN | Packet.ACK, 1));
            assertEquals(4600 + i, world.raw.awaitPort(Packet.TCP, 4500 + i).sourcePort());
        }
        assertEquals(PORTS, ports.size(), () -> "all are used: " + ports);
    }

    @Test
    void shouldTellASocketThatThereIsNoPortLeft()
    {
        final String program = """
            import socket, sys
            clients = []
            for i in range(40):
                client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                client.connect(('192.0.2.2', 9))
                client.settimeout(0.2)
                clients.append(client)
                try:
                    client.send(b'one port for me')
                    client.recv(1)
                except TimeoutError:
                    pass
                except OSError as error:
                    print(error.errno)
                    break
            """;
        world.internet.run("nft", "add table ip silent; add chain ip silent in {type filter hook input priority 0;}; " +
            "add rule ip silent in udp dport 9 drop").ok();
        assertEquals("113\n", world.two.run("python3", "-c", program).ok().out(), "EHOSTUNREACH, as of ICMP 3/13");
        assertTrue(world.drops(DropReason.NAT_OUT_OF_PORTS) > 0);
    }

    private static void send(final String outside, final int sourcePort, final int destinationPort)
    {
        world.raw.send(Packet.udp(NatWorld.raw(outside), sourcePort, outside, destinationPort, (byte) 1));
    }

    private static boolean isInRange(final int port)
    {
        return port >= FIRST_PORT && port < FIRST_PORT + PORTS;
    }
}
