package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.arp;
import static io.tulle.dataplane.test.FrameBuilder.arpRequest;
import static io.tulle.dataplane.test.FrameBuilder.behindOptions;
import static io.tulle.dataplane.test.FrameBuilder.ethernet;
import static io.tulle.dataplane.test.FrameBuilder.ipv4;
import static io.tulle.dataplane.test.FrameBuilder.neighborMessage;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.ipv6;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.NeighborDiscovery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The locked port: an endpoint sends from its own addresses, and no trick of headers gets around that. */
class SourceGuardStageTest
{
    private static final int NS = Icmpv6Header.NEIGHBOR_SOLICITATION;
    private static final int NA = Icmpv6Header.NEIGHBOR_ADVERTISEMENT;
    private static final int SOURCE = NeighborDiscovery.SOURCE_LINK_LAYER_ADDRESS;
    private static final int TARGET = NeighborDiscovery.TARGET_LINK_LAYER_ADDRESS;
    private static final int ICMPV6 = 58;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int FRAGMENT = 44;
    private static final String GATEWAY = ip(3);
    private static final String LINK_LOCAL = "fe80::42:aff:fe00:1";
    private static final long ALL_NODES = 0x3333_0000_0001L;

    private final SwitchBench bench = new SwitchBench();

    @BeforeEach
    void attach()
    {
        bench.guarded(1);
        bench.open(2);
        bench.open(3);
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldLetAnEndpointSendFromItsOwnAddresses()
    {
        bench.sendExpecting(1, ipv4(mac(2), mac(1), ip(1), ip(2), 10), 2, 3);
        bench.sendExpecting(1, arpRequest(mac(1), ip(1), ip(2)), 2, 3);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), 17, new byte[8]), 2, 3);
        bench.sendExpecting(1, ipv6Packet(LINK_LOCAL, 17, new byte[8]), 2, 3);
    }

    @Test
    void shouldLetAnEndpointAskForAnAddressBeforeItHasOne()
    {
        bench.sendExpecting(1, ipv4(MacAddress.BROADCAST, mac(1), "0.0.0.0", "255.255.255.255", 10), 2, 3);
        bench.sendExpecting(1, arpRequest(mac(1), "0.0.0.0", ip(1)), 2, 3);
        bench.sendExpecting(1, ipv6Packet("::", ICMPV6, neighborMessage(NS, ipv6(1), 0, MacAddress.NONE)), 2, 3);
    }

    @Test
    void shouldRefuseAForeignSourceMacAndNotLearnIt()
    {
        bench.sendExpecting(1, ethernet(mac(2), mac(3), 0x88B5, 46), DropReason.MAC_SPOOFED);
        assertEquals(0, bench.domain.fdb().size());
    }

    @Test
    void shouldRefuseAForeignIpv4Source()
    {
        bench.sendExpecting(1, ipv4(mac(2), mac(1), ip(3), ip(2), 10), DropReason.IPV4_SPOOFED);
    }

    @Test
    void shouldRefuseAForeignIpv6Source()
    {
        bench.sendExpecting(1, ipv6Packet(ipv6(3), 17, new byte[8]), DropReason.IPV6_SPOOFED);
        bench.sendExpecting(1, ipv6Packet("fe80::1", 17, new byte[8]), DropReason.IPV6_SPOOFED);
    }

    @Test
    void shouldRefuseForeignSourcesBehindTags()
    {
        for (final int vlanId : new int[]{0, 42})
        {
            final byte[] ipv4 = tagged(EtherType.DOT1Q, vlanId, ipv4(mac(2), mac(1), ip(3), ip(2), 10));
            bench.sendExpecting(1, ipv4, DropReason.IPV4_SPOOFED);
            bench.sendExpecting(1, tagged(EtherType.DOT1AD, 7, ipv4), DropReason.IPV4_SPOOFED);
        }
    }

    @Test
    void shouldRefuseArpThatClaimsTheGateway()
    {
        bench.sendExpecting(1, arpRequest(mac(1), GATEWAY, ip(2)), DropReason.ARP_SPOOFED);
        bench.sendExpecting(1, arp(ArpPacket.REPLY, mac(2), mac(1), GATEWAY, ip(2)), DropReason.ARP_SPOOFED);
        bench.sendExpecting(1, arp(ArpPacket.REPLY, MacAddress.BROADCAST, mac(1), GATEWAY, GATEWAY),
            DropReason.ARP_SPOOFED);
    }

    @Test
    void shouldRefuseArpThatNamesAnotherMac()
    {
        final byte[] frame = arpRequest(mac(1), ip(1), ip(2));
        frame[27]++; // the last byte of the sender's MAC
        bench.sendExpecting(1, frame, DropReason.ARP_SPOOFED);
    }

    @Test
    void shouldRefuseSpoofedArpBehindTags()
    {
        final byte[] spoofed = arp(ArpPacket.REPLY, mac(2), mac(1), GATEWAY, ip(2));
        bench.sendExpecting(1, tagged(EtherType.DOT1Q, 0, spoofed), DropReason.ARP_SPOOFED);
        bench.sendExpecting(1, tagged(EtherType.DOT1AD, 7, spoofed), DropReason.ARP_SPOOFED);
        bench.sendExpecting(1, tagged(EtherType.DOT1AD, 7, tagged(EtherType.DOT1Q, 42, spoofed)),
            DropReason.ARP_SPOOFED);
    }

    @Test
    void shouldPassGratuitousArpForItsOwnAddress()
    {
        bench.sendExpecting(1, arpRequest(mac(1), ip(1), ip(1)), 2, 3);
        bench.sendExpecting(1, arp(ArpPacket.REPLY, MacAddress.BROADCAST, mac(1), ip(1), ip(1)), 2, 3);
    }

    @Test
    void shouldPassItsOwnSolicitationsAndAdvertisements()
    {
        bench.sendExpecting(1, discovery(NS, ipv6(2), SOURCE, mac(1)), 2, 3);
        bench.sendExpecting(1, discovery(NA, ipv6(1), TARGET, mac(1)), 2, 3);
        bench.sendExpecting(1, discovery(NA, LINK_LOCAL, TARGET, mac(1)), 2, 3);
    }

    @Test
    void shouldRefuseAnAdvertisementOfAForeignAddress()
    {
        bench.sendExpecting(1, discovery(NA, ipv6(3), TARGET, mac(1)), DropReason.NDP_SPOOFED);
        bench.sendExpecting(1, discovery(NA, ipv6(3), 0, MacAddress.NONE), DropReason.NDP_SPOOFED);
    }

    @Test
    void shouldRefuseAForeignLinkLayerAddressOption()
    {
        bench.sendExpecting(1, discovery(NS, ipv6(2), SOURCE, mac(3)), DropReason.NDP_SPOOFED);
        bench.sendExpecting(1, discovery(NA, ipv6(1), TARGET, mac(3)), DropReason.NDP_SPOOFED);
    }

    @Test
    void shouldRefuseRouterAdvertisementsAndRedirects()
    {
        bench.sendExpecting(1, ipv6Packet(LINK_LOCAL, ICMPV6, new byte[]{(byte) Icmpv6Header.ROUTER_ADVERTISEMENT,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), DropReason.NDP_SPOOFED);
        bench.sendExpecting(1, ipv6Packet(LINK_LOCAL, ICMPV6, new byte[]{(byte) Icmpv6Header.REDIRECT, 0}),
            DropReason.NDP_SPOOFED);
    }

    @Test
    void shouldFindSpoofedDiscoveryBehindExtensionHeaders()
    {
        final byte[] spoofed = neighborMessage(NA, ipv6(3), TARGET, mac(1));
        bench.sendExpecting(1, ipv6Packet(ipv6(1), DESTINATION_OPTIONS, behindOptions(ICMPV6, spoofed)),
            DropReason.NDP_SPOOFED);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), DESTINATION_OPTIONS,
            behindOptions(DESTINATION_OPTIONS, behindOptions(ICMPV6, spoofed))), DropReason.NDP_SPOOFED);
    }

    @Test
    void shouldRefuseHeaderChainsThatHideWhatTheyCarry()
    {
        byte[] packet = behindOptions(ICMPV6, neighborMessage(NA, ipv6(3), TARGET, mac(1)));
        for (int i = 1; i < 9; i++)
        {
            packet = behindOptions(DESTINATION_OPTIONS, packet);
        }
        bench.sendExpecting(1, ipv6Packet(ipv6(1), DESTINATION_OPTIONS, packet), DropReason.IPV6_HEADER_CHAIN);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), DESTINATION_OPTIONS, new byte[7]), DropReason.IPV6_HEADER_CHAIN);
    }

    @Test
    void shouldRefuseFragmentedDiscovery()
    {
        final byte[] spoofed = neighborMessage(NA, ipv6(1), TARGET, mac(1));
        bench.sendExpecting(1, ipv6Packet(ipv6(1), FRAGMENT, fragment(ICMPV6, 1, spoofed)), DropReason.NDP_SPOOFED);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), FRAGMENT, fragment(DESTINATION_OPTIONS, 1, new byte[4])),
            DropReason.IPV6_HEADER_CHAIN);
    }

    @Test
    void shouldCheckAPacketThatIsItsOnlyFragment()
    {
        final byte[] spoofed = neighborMessage(NA, ipv6(3), TARGET, mac(1));
        bench.sendExpecting(1, ipv6Packet(ipv6(1), FRAGMENT, fragment(ICMPV6, 0, spoofed)), DropReason.NDP_SPOOFED);
    }

    @Test
    void shouldPassFragmentsOfOtherPackets()
    {
        bench.sendExpecting(1, ipv6Packet(ipv6(1), FRAGMENT, fragment(17, 1, new byte[16])), 2, 3);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), FRAGMENT, fragment(ICMPV6, 8, new byte[16])), 2, 3);
    }

    @Test
    void shouldRefuseDiscoveryWithBrokenOptions()
    {
        final byte[] message = neighborMessage(NS, ipv6(2), SOURCE, mac(1));
        message[25] = 0;
        bench.sendExpecting(1, ipv6Packet(ipv6(1), ICMPV6, message), DropReason.NDP_MALFORMED);
        message[25] = 2;
        bench.sendExpecting(1, ipv6Packet(ipv6(1), ICMPV6, message), DropReason.NDP_MALFORMED);
        bench.sendExpecting(1, ipv6Packet(ipv6(1), ICMPV6, new byte[0]), DropReason.TRUNCATED);
    }

    @Test
    void shouldLeavePortsWithoutAGuardAlone()
    {
        bench.sendExpecting(2, arpRequest(mac(9), GATEWAY, ip(8)), 1, 3);
        bench.sendExpecting(2, ipv4(MacAddress.BROADCAST, mac(9), ip(7), ip(8), 10), 1, 3);
    }

    private static byte[] discovery(final int type, final String target, final int option, final long mac)
    {
        return ipv6Packet(ipv6(1), ICMPV6, neighborMessage(type, target, option, mac));
    }

    private static byte[] ipv6Packet(final String source, final int nextHeader, final byte[] payload)
    {
        return FrameBuilder.ipv6(ALL_NODES, mac(1), source, "ff02::1", nextHeader, payload);
    }

    /** @param offsetAndMore the fragment offset in bytes, and 1 if more follow. */
    private static byte[] fragment(final int nextHeader, final int offsetAndMore, final byte[] payload)
    {
        final byte[] fragment = behindOptions(nextHeader, payload);
        fragment[2] = (byte) (offsetAndMore >>> 8);
        fragment[3] = (byte) offsetAndMore;
        return fragment;
    }
}
