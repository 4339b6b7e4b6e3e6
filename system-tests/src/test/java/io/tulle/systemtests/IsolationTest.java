package io.tulle.systemtests;

import static io.tulle.systemtests.Frames.ARP;
import static io.tulle.systemtests.Frames.ARP_REPLY;
import static io.tulle.systemtests.Frames.BROADCAST;
import static io.tulle.systemtests.Frames.IPV4;
import static io.tulle.systemtests.Frames.IPV6;
import static io.tulle.systemtests.Frames.LOCAL_EXPERIMENTAL;
import static io.tulle.systemtests.Frames.ethernet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Predicate;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container cannot pretend to be another one: each lie is dropped, and counted for what it is. */
@Tag("root")
@Tag("smoke")
class IsolationTest
{
    private static final String MALLORY_MAC = "02:42:0a:26:00:02";
    private static final String ALICE_MAC = "02:42:0a:26:00:03";
    private static final String STRANGER_MAC = "02:42:0a:26:00:09";
    private static final String GATEWAY_IP = "10.38.0.1";
    private static final String MALLORY_IP = "10.38.0.2";
    private static final String ALICE_IP = "10.38.0.3";

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Instance tulle;
    private static Container mallory;
    private static Container alice;

    private Rogue rogue;

    @BeforeAll
    static void up()
    {
        mallory = HOST.container("mallory");
        alice = HOST.container("alice");
        tulle = HOST.tulle();
        tulle.up("""
            networks:
              lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.38.0.0/24}, {subnet: "fd00:38::/64"}]}}
            containers:
              mallory: {netns: "@mallory", networks: {lan: {ipv4_address: 10.38.0.2, ipv6_address: "fd00:38::2"}}}
              alice: {netns: "@alice", networks: {lan: {ipv4_address: 10.38.0.3, ipv6_address: "fd00:38::3"}}}
            """);
    }

    @BeforeEach
    void openSockets()
    {
        rogue = new Rogue(mallory.rawSocket("eth0"), MALLORY_MAC, alice.rawSocket("eth0"), ALICE_MAC);
    }

    @AfterEach
    void closeSockets()
    {
        rogue.close();
    }

    @Test
    void shouldDropASpoofedMac()
    {
        assertDropped(DropReason.MAC_SPOOFED, ethernet(ALICE_MAC, STRANGER_MAC, LOCAL_EXPERIMENTAL, (byte) 1));
    }

    @Test
    void shouldDropASpoofedIpv4Address()
    {
        assertDropped(DropReason.IPV4_SPOOFED,
            ethernet(ALICE_MAC, MALLORY_MAC, IPV4, Frames.udp("10.38.0.9", ALICE_IP)));
    }

    @Test
    void shouldDropAnArpReplyForTheGateway()
    {
        assertDropped(DropReason.ARP_SPOOFED, ethernet(BROADCAST, MALLORY_MAC, ARP,
            Frames.arp(ARP_REPLY, MALLORY_MAC, GATEWAY_IP, ALICE_MAC, ALICE_IP)));
    }

    @Test
    void shouldDropANeighborAdvertisementForTheGateway()
    {
        assertDropped(DropReason.NDP_SPOOFED, ethernet("33:33:00:00:00:01", MALLORY_MAC, IPV6,
            Frames.neighborAdvertisement("fd00:38::2", "fd00:38::1", MALLORY_MAC)));
    }

    @Test
    void shouldDropASpoofedIpv6Address()
    {
        assertDropped(DropReason.IPV6_SPOOFED, ethernet("33:33:00:00:00:01", MALLORY_MAC, IPV6,
            Frames.neighborAdvertisement("fd00:38::9", "fd00:38::9", MALLORY_MAC)));
    }

    @Test
    void shouldDropArpWithWrongLengths()
    {
        final byte[] arp = Frames.arp(Frames.ARP_REQUEST, MALLORY_MAC, MALLORY_IP, Frames.ZERO, ALICE_IP);
        arp[4] = 8; // hardware address length
        assertDropped(DropReason.ARP_MALFORMED, ethernet(BROADCAST, MALLORY_MAC, ARP, arp));
    }

    @Test
    void shouldDropAHeaderThatIsCutOff()
    {
        assertDropped(DropReason.TRUNCATED, ethernet(ALICE_MAC, MALLORY_MAC, IPV4, (byte) 0x45, (byte) 0, (byte) 0));
        assertDropped(DropReason.ARP_MALFORMED, ethernet(BROADCAST, MALLORY_MAC, ARP, (byte) 0, (byte) 1));
    }

    @Test
    void shouldDropWhatIsLargerThanTheMtu()
    {
        mallory.run("ip", "link", "set", "eth0", "mtu", "9000").ok(); // root in a container can do that

        assertDropped(DropReason.OVERSIZE, ethernet(ALICE_MAC, MALLORY_MAC, LOCAL_EXPERIMENTAL, new byte[4000]));

        mallory.run("ip", "link", "set", "eth0", "mtu", "1500").ok();
    }

    @Test
    void shouldDropAGroupAddressAsSource()
    {
        assertDropped(DropReason.BAD_SOURCE_MAC,
            ethernet(ALICE_MAC, "03:00:00:00:00:01", LOCAL_EXPERIMENTAL, (byte) 1));
    }

    @Test
    void shouldNotForwardABridgeProtocolDataUnit()
    {
        assertDropped(DropReason.RESERVED_MULTICAST, ethernet("01:80:c2:00:00:00", MALLORY_MAC, 38, new byte[38]));
    }

    @Test
    void shouldDropAStackOfThreeTags()
    {
        assertDropped(DropReason.TOO_MANY_TAGS, ethernet(ALICE_MAC, MALLORY_MAC, Frames.VLAN,
            new byte[]{0, 7, (byte) 0x81, 0, 0, 8, (byte) 0x81, 0, 0, 9, (byte) 0x88, (byte) 0xB5, 1}));
    }

    @Test
    void shouldPassWhatIsHonestAndUnknown()
    {
        rogue.assertArrives(ethernet(ALICE_MAC, MALLORY_MAC, LOCAL_EXPERIMENTAL, new byte[46]));
        rogue.assertArrives(ethernet(BROADCAST, MALLORY_MAC, LOCAL_EXPERIMENTAL, new byte[1500]));
        rogue.assertArrives(ethernet(ALICE_MAC, MALLORY_MAC, IPV4, Frames.udp(MALLORY_IP, ALICE_IP, (byte) 1)));
    }

    @Test
    void shouldPassTaggedFrames()
    {
        final Background tcpdump = alice.start("tcpdump", "-n", "-e", "-c", "1", "-i", "eth0", "vlan", "7");
        tcpdump.awaitErrorLine("listening on");
        try (RawSocket socket = mallory.rawSocket("eth0"))
        {
            final byte[] tagged = {0, 7, (byte) 0x88, (byte) 0xB5, 1, 2};
            socket.send(ethernet(ALICE_MAC, MALLORY_MAC, Frames.VLAN, tagged));
        }
        final CommandResult result = tcpdump.await().ok();
        assertTrue(result.out().contains("vlan 7"), result::toString); // a tag is metadata to a packet socket
    }

    private void assertDropped(final DropReason reason, final byte[] frame)
    {
        final long before = tulle.counters().drops(reason);
        // a packet socket gets the outer tag apart from the bytes
        final Predicate<byte[]> isIt = received ->
            Arrays.equals(frame, received) || Arrays.equals(Frames.withoutOuterTag(frame), received);
        rogue.send(frame);
        Eventually.eventually(() -> reason + ": " + reason.sentence() + "\n" + tulle.counters(),
            () -> tulle.counters().drops(reason) > before);
        assertEquals(before + 1, tulle.counters().drops(reason));
        rogue.assertHasNotArrived(isIt);
    }
}
