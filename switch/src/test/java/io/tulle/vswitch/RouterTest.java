package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.arp;
import static io.tulle.dataplane.test.FrameBuilder.arpRequest;
import static io.tulle.dataplane.test.FrameBuilder.behindOptions;
import static io.tulle.dataplane.test.FrameBuilder.ethernet;
import static io.tulle.dataplane.test.FrameBuilder.ipv4;
import static io.tulle.dataplane.test.FrameBuilder.neighborMessage;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.ipv6;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.NeighborDiscovery;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to a network's router, what is answered for it, and that nobody poses as it. 254 is the router. */
class RouterTest
{
    private static final int ROUTER = 254;
    private static final int HOST = 9;
    private static final int UPLINK = 10;
    private static final int ICMPV6 = 58;
    private static final int NS = Icmpv6Header.NEIGHBOR_SOLICITATION;
    private static final int NA = Icmpv6Header.NEIGHBOR_ADVERTISEMENT;
    private static final int SOURCE = NeighborDiscovery.SOURCE_LINK_LAYER_ADDRESS;
    private static final int TARGET = NeighborDiscovery.TARGET_LINK_LAYER_ADDRESS;
    private static final long ALL_NODES = 0x3333_0000_0001L;
    private static final long SOLICITED_NODE = 0x3333_FF00_0254L;
    private static final String SOLICITED_NODE_ADDRESS = "ff02::1:ff00:254";
    /** In the bench, the stage in the router's place drops with this reason. */
    private static final DropReason ROUTED = DropReason.NO_ROUTE;

    private final SwitchBench bench = SwitchBench.withPorts(2);
    private final BridgeDomain uplink = bench.domain("uplink");

    @BeforeEach
    void giveRouter()
    {
        bench.domain.routerMac(mac(ROUTER));
        bench.domain.neighbors(new NeighborTable(List.of(SwitchBench.neighbor(ROUTER))));
    }

    @AfterEach
    void close()
    {
        bench.close();
        uplink.close();
    }

    @Test
    void shouldHandFramesForItsAddressToTheRouter()
    {
        bench.sendExpecting(1, ipv4(mac(ROUTER), mac(1), ip(1), "192.0.2.1", 10), ROUTED);
        bench.sendExpecting(1, ethernet(mac(ROUTER), mac(1), 0x88B5, 46), ROUTED);
        bench.sendExpecting(1, ethernet(MacAddress.BROADCAST, mac(1), 0x88B5, 46), 2);
    }

    @Test
    void shouldFloodWhatWasTheRoutersAddressOnceThereIsNoRouter()
    {
        bench.domain.routerMac(BridgeDomain.NO_ROUTER);
        bench.sendExpecting(1, ipv4(mac(ROUTER), mac(1), ip(1), "192.0.2.1", 10), 2);
        bench.sendExpecting(1, ethernet(0, mac(1), 0x88B5, 46), 2); // zero is no router's address
    }

    @Test
    void shouldTakeFramesInOneBurstByTheirOwnDestinations()
    {
        bench.send(2, ethernet(MacAddress.BROADCAST, mac(2), 0x88B5, 46));
        bench.worker.sent(1);
        bench.worker.arrive(1, ethernet(mac(2), mac(1), 0x88B5, 46));
        bench.worker.arrive(1, ethernet(mac(ROUTER), mac(1), 0x88B5, 46));
        bench.worker.arrive(1, ethernet(mac(2), mac(1), 0x88B5, 46));
        bench.worker.run();
        assertEquals(2, bench.worker.sent(2).size());
        assertEquals(1, bench.worker.drops(1, ROUTED));
    }

    @Test
    void shouldNotLookUpItsAddressInATableThatContainersFill()
    {
        bench.domain.routerMac(BridgeDomain.NO_ROUTER);
        bench.send(2, ethernet(MacAddress.BROADCAST, mac(ROUTER), 0x88B5, 46));
        bench.worker.sent(1);
        bench.domain.routerMac(mac(ROUTER));
        assertEquals(Fdb.UNKNOWN, bench.domain.fdb().lookup(mac(ROUTER)));
        bench.domain.fdb().addStatic(mac(ROUTER), 2);
        bench.sendExpecting(1, ethernet(mac(ROUTER), mac(1), 0x88B5, 46), ROUTED);
    }

    @Test
    void shouldRefuseTheRoutersMacFromAnOpenPort()
    {
        bench.sendExpecting(2, ethernet(MacAddress.BROADCAST, mac(ROUTER), 0x88B5, 46), DropReason.MAC_SPOOFED);
        assertEquals(0, bench.domain.fdb().size());
    }

    @Test
    void shouldRefuseArpThatClaimsTheRoutersAddressFromAnOpenPort()
    {
        bench.sendExpecting(2, arpRequest(mac(2), ip(ROUTER), ip(ROUTER)), DropReason.ARP_SPOOFED);
        bench.sendExpecting(2, arpRequest(mac(2), ip(ROUTER), ip(1)), DropReason.ARP_SPOOFED);
        bench.sendExpecting(2, arp(ArpPacket.REPLY, mac(1), mac(2), ip(ROUTER), ip(1)), DropReason.ARP_SPOOFED);
        final byte[] priorityTagged = FrameBuilder.tagged(EtherType.DOT1Q, 0, arpRequest(mac(2), ip(ROUTER), ip(1)));
        bench.sendExpecting(2, priorityTagged, DropReason.ARP_SPOOFED);
        bench.sendExpecting(2, arpRequest(mac(2), ip(2), ip(1)), 1);
    }

    @Test
    void shouldRefuseDiscoveryThatClaimsTheRoutersAddressFromAnOpenPort()
    {
        final byte[] claim = neighborMessage(NA, ipv6(ROUTER), TARGET, mac(2));
        bench.sendExpecting(2, discovery(ALL_NODES, 2, ipv6(2), "ff02::1", claim), DropReason.NDP_SPOOFED);
        bench.sendExpecting(2, FrameBuilder.ipv6(ALL_NODES, mac(2), ipv6(2), "ff02::1", 60,
            behindOptions(ICMPV6, claim)), DropReason.NDP_SPOOFED);
        final byte[] fromRouter = neighborMessage(NS, ipv6(1), SOURCE, mac(2));
        bench.sendExpecting(2, discovery(ALL_NODES, 2, ipv6(ROUTER), "ff02::1", fromRouter), DropReason.NDP_SPOOFED);
        final byte[] own = neighborMessage(NA, ipv6(2), TARGET, mac(2));
        bench.sendExpecting(2, discovery(ALL_NODES, 2, ipv6(2), "ff02::1", own), 1);
    }

    @Test
    void shouldAnswerBroadcastAndUnicastRequestsForTheRouter()
    {
        for (final long destination : new long[]{MacAddress.BROADCAST, mac(ROUTER)})
        {
            final byte[] answer = bench.sendExpectingAnswer(1,
                arp(ArpPacket.REQUEST, destination, mac(1), ip(1), ip(ROUTER)));
            final ArpPacket reply = new ArpPacket().wrap(new UnsafeBuffer(answer), EthernetHeader.LENGTH);
            assertEquals(ArpPacket.REPLY, reply.operation());
            assertEquals(mac(ROUTER), reply.senderMac());
            assertEquals(mac(1), reply.targetMac());
        }
    }

    @Test
    void shouldNotAnswerForAnEndpointWhenTheRouterIsAskedByUnicast()
    {
        bench.domain.neighbors(new NeighborTable(List.of(SwitchBench.neighbor(ROUTER), SwitchBench.neighbor(2))));
        bench.sendExpecting(1, arp(ArpPacket.REQUEST, mac(ROUTER), mac(1), ip(1), ip(2)), ROUTED);
        bench.sendExpecting(1, solicitation(mac(ROUTER), ipv6(1), ipv6(2)), ROUTED);
    }

    @Test
    void shouldAnswerSolicitationsForTheRouterAsARouter()
    {
        final int flags = NeighborDiscovery.ROUTER | NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE;
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation(SOLICITED_NODE, ipv6(1), ipv6(ROUTER)));
        assertEquals(flags, advertisement(answer).flags());
        final byte[] probed = bench.sendExpectingAnswer(1, solicitation(mac(ROUTER), ipv6(1), ipv6(ROUTER)));
        assertEquals(flags, advertisement(probed).flags());
        assertEquals(mac(ROUTER), advertisement(probed).linkLayerAddress());
        assertEquals(0, checksumError(probed));
    }

    @Test
    void shouldAnswerForEndpointsAsForHosts()
    {
        bench.domain.neighbors(new NeighborTable(List.of(SwitchBench.neighbor(ROUTER), SwitchBench.neighbor(2))));
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation(SOLICITED_NODE, ipv6(1), ipv6(2)));
        assertEquals(NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE, advertisement(answer).flags());
    }

    @Test
    void shouldNotAnswerADamagedSolicitationNorAUnicastOneFromNowhere()
    {
        final byte[] damaged = solicitation(mac(ROUTER), ipv6(1), ipv6(ROUTER));
        damaged[57] ^= 1;
        bench.sendExpecting(1, damaged, ROUTED);
        bench.sendExpecting(1, solicitation(mac(ROUTER), "::", ipv6(ROUTER)), ROUTED);
    }

    @Test
    void shouldDefendTheRoutersAddressAgainstAProbe()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation(SOLICITED_NODE, "::", ipv6(ROUTER)));
        assertEquals(NeighborDiscovery.ROUTER | NeighborDiscovery.OVERRIDE, advertisement(answer).flags());
        bench.sendExpectingAnswer(1, arpRequest(mac(1), "0.0.0.0", ip(ROUTER)));
    }

    @Test
    void shouldLetTheHostSendFromItsOwnAddressesOnly()
    {
        final HostAddresses addresses = attachHost();
        bench.sendExpecting(HOST, fromHost("192.0.2.9"), 1, 2);
        bench.sendExpecting(HOST, fromHost("192.0.2.10"), DropReason.HOST_PORT_SPOOFED);
        addresses.replace(List.of(address("192.0.2.10")));
        bench.sendExpecting(HOST, fromHost("192.0.2.10"), 1, 2);
        bench.sendExpecting(HOST, fromHost("192.0.2.9"), DropReason.HOST_PORT_SPOOFED);
        assertEquals(0, bench.domain.fdb().size(), "the host port is not learned");
    }

    @Test
    void shouldRefuseForeignMacArpAndDiscoveryOfTheHost()
    {
        attachHost();
        bench.sendExpecting(HOST, ethernet(MacAddress.BROADCAST, mac(3), 0x88B5, 46), DropReason.HOST_PORT_SPOOFED);
        bench.sendExpecting(HOST, arpRequest(mac(ROUTER), ip(7), ip(1)), DropReason.HOST_PORT_SPOOFED);
        bench.sendExpecting(HOST, arpRequest(mac(ROUTER), ip(ROUTER), ip(1)), 1, 2);
        bench.sendExpecting(HOST, discovery(ALL_NODES, ROUTER, ipv6(7), "ff02::1",
            neighborMessage(NS, ipv6(1), SOURCE, mac(ROUTER))), DropReason.HOST_PORT_SPOOFED);
        bench.sendExpecting(HOST, discovery(ALL_NODES, ROUTER, ipv6(ROUTER), "ff02::1",
            neighborMessage(NA, ipv6(1), TARGET, mac(ROUTER))), DropReason.HOST_PORT_SPOOFED);
        for (final String own : new String[]{"fe80::42:aff:fe00:fe", ipv6(ROUTER), "::"})
        {
            bench.sendExpecting(HOST, discovery(ALL_NODES, ROUTER, own, "ff02::1",
                neighborMessage(NS, ipv6(1), SOURCE, mac(ROUTER))), 1, 2);
        }
    }

    @Test
    void shouldHandEveryFrameOfAnUplinkToTheRouter()
    {
        attachUplink();
        bench.sendExpecting(UPLINK, arpRequest(mac(77), "192.0.2.77", "192.0.2.9"), ROUTED);
        bench.sendExpecting(UPLINK, ethernet(MacAddress.BROADCAST, mac(77), 0x88B5, 46), ROUTED);
        bench.sendExpecting(UPLINK, ipv4(mac(1), mac(77), "192.0.2.77", ip(1), 10), ROUTED);
        assertEquals(0, uplink.fdb().size(), "nothing is learned there");
        bench.sendExpecting(1, ethernet(MacAddress.BROADCAST, mac(1), 0x88B5, 46), 2);
    }

    @Test
    void shouldAnswerForAnUplinksOwnAddresses()
    {
        attachUplink();
        uplink.routerMac(mac(99));
        uplink.neighbors(new NeighborTable(List.of(SwitchBench.neighbor(99))));
        bench.sendExpectingAnswer(UPLINK, arpRequest(mac(77), "10.0.0.77", ip(99)));
        bench.sendExpectingAnswer(UPLINK, discovery(mac(99), 77, ipv6(77), ipv6(99),
            neighborMessage(NS, ipv6(99), SOURCE, mac(77))));
        bench.sendExpecting(UPLINK, arpRequest(mac(77), "10.0.0.77", ip(98)), ROUTED);
    }

    @Test
    void shouldNotForwardFromAContainerToAnUplink()
    {
        attachUplink();
        bench.domain.fdb().learn(mac(77), UPLINK, bench.worker.seconds());
        bench.sendExpecting(1, ethernet(mac(77), mac(1), 0x88B5, 46), DropReason.PORT_GONE);
    }

    private HostAddresses attachHost()
    {
        final HostAddresses addresses = new HostAddresses();
        addresses.replace(List.of(address("192.0.2.9"), address(ip(ROUTER)), InetText.parseIpv6(ipv6(ROUTER))));
        bench.attach(new BridgePort(HOST, bench.domain, 1500, new HostGuard(mac(ROUTER), addresses), false));
        return addresses;
    }

    private void attachUplink()
    {
        bench.attach(BridgePort.uplink(UPLINK, uplink, 1500));
    }

    private static long[] address(final String ipv4)
    {
        return new long[]{0, 0xFFFF_0000_0000L | Integer.toUnsignedLong(InetText.parseIpv4(ipv4))};
    }

    private static byte[] fromHost(final String source)
    {
        return ipv4(MacAddress.BROADCAST, mac(ROUTER), source, ip(1), 10);
    }

    private static byte[] discovery(final long destinationMac, final int sender, final String source,
        final String destination, final byte[] message)
    {
        final byte[] frame = FrameBuilder.ipv6(destinationMac, mac(sender), source, destination, ICMPV6, message);
        final int checksum = checksumError(frame);
        frame[56] = (byte) (checksum >> 8);
        frame[57] = (byte) checksum;
        return frame;
    }

    private static byte[] solicitation(final long destination, final String source, final String target)
    {
        final String group = MacAddress.isGroup(destination) ? SOLICITED_NODE_ADDRESS : target;
        return discovery(destination, 1, source, group, neighborMessage(NS, target, SOURCE, mac(1)));
    }

    private static NeighborDiscovery advertisement(final byte[] frame)
    {
        return new NeighborDiscovery().wrap(new UnsafeBuffer(frame), 54, 32);
    }

    /** The checksum that a message lacks; 0 when it is intact. */
    private static int checksumError(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final Ipv6Header ip = new Ipv6Header().wrap(buffer, EthernetHeader.LENGTH);
        final int length = ip.payloadLength();
        return InternetChecksum.complement(InternetChecksum.plus(InternetChecksum.pseudoHeader(ip.sourceHigh(),
            ip.sourceLow(), ip.destinationHigh(), ip.destinationLow(), ICMPV6, length),
            InternetChecksum.sum(buffer, 54, length)));
    }
}
