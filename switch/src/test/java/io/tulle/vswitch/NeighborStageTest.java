package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.arp;
import static io.tulle.dataplane.test.FrameBuilder.arpRequest;
import static io.tulle.dataplane.test.FrameBuilder.behindOptions;
import static io.tulle.dataplane.test.FrameBuilder.gso;
import static io.tulle.dataplane.test.FrameBuilder.neighborMessage;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.ipv6;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

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

/** RFC 826, 5227, 4861, 4862: what the switch answers for endpoints that it knows, and what it leaves to them. */
class NeighborStageTest
{
    private static final int NS = Icmpv6Header.NEIGHBOR_SOLICITATION;
    private static final int SOURCE = NeighborDiscovery.SOURCE_LINK_LAYER_ADDRESS;
    private static final int ICMPV6 = 58;
    private static final long SOLICITED_NODE = 0x3333_FF00_0002L;
    private static final String SOLICITED_NODE_ADDRESS = "ff02::1:ff00:2";

    private final SwitchBench bench = SwitchBench.withPorts(3);

    @BeforeEach
    void suppress()
    {
        bench.domain.neighbors(new NeighborTable(
            List.of(SwitchBench.neighbor(1), SwitchBench.neighbor(2), SwitchBench.neighbor(3))));
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldAnswerARequestForAnEndpointItKnows()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, arpRequest(mac(1), ip(1), ip(2)));
        final ArpPacket arp = new ArpPacket().wrap(new UnsafeBuffer(answer), EthernetHeader.LENGTH);
        assertArrayEquals(arp(ArpPacket.REPLY, mac(1), mac(2), ip(2), ip(1)), withTargetMac(answer, 0));
        assertEquals(mac(1), arp.targetMac());
    }

    @Test
    void shouldFloodARequestForAnAddressItDoesNotKnow()
    {
        bench.sendExpecting(1, arpRequest(mac(1), ip(1), ip(77)), 2, 3);
    }

    @Test
    void shouldFloodEveryRequestWhileSuppressionIsOff()
    {
        bench.domain.neighbors(NeighborTable.EMPTY);
        bench.sendExpecting(1, arpRequest(mac(1), ip(1), ip(2)), 2, 3);
        bench.sendExpecting(1, solicitation(ipv6(1), ipv6(2), mac(1)), 2, 3);
    }

    @Test
    void shouldPassUnicastRequestsToTheNeighborItself()
    {
        bench.domain.fdb().addStatic(mac(2), 2);
        bench.sendExpecting(1, arp(ArpPacket.REQUEST, mac(2), mac(1), ip(1), ip(2)), 2);
    }

    @Test
    void shouldPassReplies()
    {
        bench.sendExpecting(1, arp(ArpPacket.REPLY, MacAddress.BROADCAST, mac(1), ip(1), ip(2)), 2, 3);
    }

    @Test
    void shouldPassAnnouncementsAndProbesOfItsOwnAddress()
    {
        bench.sendExpecting(1, arpRequest(mac(1), ip(1), ip(1)), 2, 3);
        bench.sendExpecting(1, arpRequest(mac(1), "0.0.0.0", ip(1)), 2, 3);
    }

    @Test
    void shouldDefendAnEndpointsAddressAgainstAProbe()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, arpRequest(mac(1), "0.0.0.0", ip(2)));
        final ArpPacket arp = new ArpPacket().wrap(new UnsafeBuffer(answer), EthernetHeader.LENGTH);
        assertEquals(ArpPacket.REPLY, arp.operation());
        assertEquals(mac(2), arp.senderMac());
        assertEquals(InetText.parseIpv4(ip(2)), arp.senderAddress());
        assertEquals(0, arp.targetAddress());
    }

    @Test
    void shouldLeaveRequestsInVlansAlone()
    {
        bench.sendExpecting(1, tagged(EtherType.DOT1Q, 42, arpRequest(mac(1), ip(1), ip(2))), 2, 3);
        bench.sendExpecting(1, tagged(EtherType.DOT1Q, 42, solicitation(ipv6(1), ipv6(2), mac(1))), 2, 3);
    }

    @Test
    void shouldAnswerASolicitationForAnEndpointItKnows()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation(ipv6(1), ipv6(2), mac(1)));
        checkAdvertisement(answer, mac(1), ipv6(1), NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE);
    }

    @Test
    void shouldAnswerASolicitationWithoutOptions()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation(ipv6(1), ipv6(2), MacAddress.NONE));
        checkAdvertisement(answer, mac(1), ipv6(1), NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE);
    }

    @Test
    void shouldTellAllNodesWhenDuplicateAddressDetectionFindsAnEndpoint()
    {
        final byte[] answer = bench.sendExpectingAnswer(1, solicitation("::", ipv6(2), MacAddress.NONE));
        checkAdvertisement(answer, 0x3333_0000_0001L, "ff02::1", NeighborDiscovery.OVERRIDE);
    }

    @Test
    void shouldPassAnEndpointsOwnDuplicateAddressDetection()
    {
        bench.sendExpecting(1, solicitation("::", ipv6(1), MacAddress.NONE), 2, 3);
    }

    @Test
    void shouldPassUnicastSolicitationsToTheNeighborItself()
    {
        bench.domain.fdb().addStatic(mac(2), 2);
        bench.sendExpecting(1, FrameBuilder.ipv6(mac(2), mac(1), ipv6(1), ipv6(2), ICMPV6,
            neighborMessage(NS, ipv6(2), SOURCE, mac(1))), 2);
    }

    @Test
    void shouldFloodASolicitationForAnAddressItDoesNotKnow()
    {
        bench.sendExpecting(1, solicitation(ipv6(1), "fd00::77", mac(1)), 2, 3);
    }

    @Test
    void shouldNotAnswerASolicitationThatWasForwarded()
    {
        final byte[] frame = solicitation(ipv6(1), ipv6(2), mac(1));
        frame[21] = (byte) 254; // RFC 4861 7.1.1: the hop limit
        bench.sendExpecting(1, frame, 2, 3);
    }

    @Test
    void shouldNotAnswerASolicitationBehindExtensionHeaders()
    {
        bench.sendExpecting(1, FrameBuilder.ipv6(SOLICITED_NODE, mac(1), ipv6(1), SOLICITED_NODE_ADDRESS, 60,
            behindOptions(ICMPV6, neighborMessage(NS, ipv6(2), SOURCE, mac(1)))), 2, 3);
    }

    @Test
    void shouldAnswerWithAnEmptyVirtioNetHeader()
    {
        bench.worker.arriveWithVnetHeader(1, gso(0, 0, 0, arpRequest(mac(1), ip(1), ip(2))));
        bench.worker.run();
        assertArrayEquals(new byte[12], bench.worker.port(1).sentVnetHeader(0));
    }

    private static byte[] withTargetMac(final byte[] frame, final long mac)
    {
        final byte[] copy = frame.clone();
        new ArpPacket().wrap(new UnsafeBuffer(copy), EthernetHeader.LENGTH).targetMac(mac);
        return copy;
    }

    private static byte[] solicitation(final String source, final String target, final long mac)
    {
        return FrameBuilder.ipv6(SOLICITED_NODE, mac(1), source, SOLICITED_NODE_ADDRESS, ICMPV6,
            neighborMessage(NS, target, SOURCE, mac));
    }

    private static void checkAdvertisement(final byte[] frame, final long destination, final String address,
        final int flags)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final EthernetHeader ethernet = new EthernetHeader().wrap(buffer, 0);
        assertEquals(destination, ethernet.destination());
        assertEquals(mac(2), ethernet.source());
        assertEquals(14 + 40 + 32, frame.length);
        assertTrue(Ipv6Header.isValid(buffer, 14, frame.length - 14));
        final Ipv6Header ipv6 = new Ipv6Header().wrap(buffer, 14);
        assertEquals(ipv6(2), InetText.formatIpv6(ipv6.sourceHigh(), ipv6.sourceLow()));
        assertEquals(address, InetText.formatIpv6(ipv6.destinationHigh(), ipv6.destinationLow()));
        assertEquals(255, ipv6.hopLimit());
        final NeighborDiscovery discovery = new NeighborDiscovery().wrap(buffer, 54, 32);
        assertTrue(NeighborDiscovery.isValid(buffer, 54, 32));
        assertEquals(false, discovery.isSolicitation());
        assertEquals(flags, discovery.flags());
        assertEquals(mac(2), discovery.linkLayerAddress());
        final int pseudo = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(), ipv6.destinationHigh(),
            ipv6.destinationLow(), ICMPV6, 32);
        assertEquals(0, InternetChecksum.complement(
            InternetChecksum.plus(pseudo, InternetChecksum.sum(buffer, 54, 32))), "checksum");
    }
}
