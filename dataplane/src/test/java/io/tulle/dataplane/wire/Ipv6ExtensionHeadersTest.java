package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMPV6_LAST_FRAGMENT;
import static io.tulle.dataplane.test.CapturedFrames.MLD_REPORT;
import static io.tulle.dataplane.test.CapturedFrames.TCP_IPV6_SYN;
import static io.tulle.dataplane.test.CapturedFrames.UDP_DESTINATION_OPTIONS;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Walks captured and hostile chains of IPv6 extension headers. */
class Ipv6ExtensionHeadersTest
{
    private static final int IP_OFFSET = EthernetHeader.LENGTH;
    private static final String DESTINATION_OPTIONS = "3c00010400000000";

    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();

    @Test
    void shouldFindUpperLayerDirectlyBehindTheHeader()
    {
        assertTrue(walk(frame(TCP_IPV6_SYN)));

        assertEquals(IpProtocol.TCP, extensions.protocol());
        assertEquals(54, extensions.upperLayerOffset());
        assertFalse(extensions.isFragment());
        assertEquals(0, extensions.fragmentOffset());
        assertEquals(0, extensions.identification());
    }

    @Test
    void shouldWalkHopByHopOptions()
    {
        assertTrue(walk(frame(MLD_REPORT)));

        assertEquals(IpProtocol.ICMPV6, extensions.protocol());
        assertEquals(62, extensions.upperLayerOffset());
    }

    @Test
    void shouldWalkDestinationOptions()
    {
        final UnsafeBuffer frame = frame(UDP_DESTINATION_OPTIONS);
        assertTrue(walk(frame));

        assertEquals(IpProtocol.UDP, extensions.protocol());
        assertEquals(5353, new UdpHeader().wrap(frame, extensions.upperLayerOffset()).destinationPort());
    }

    @Test
    void shouldStopBehindTheHeaderOfALaterFragment()
    {
        assertTrue(walk(frame(ICMPV6_LAST_FRAGMENT)));

        assertTrue(extensions.isFragment());
        assertTrue(extensions.isLaterFragment());
        assertFalse(extensions.moreFragments());
        assertEquals(2896, extensions.fragmentOffset());
        assertEquals(0xB33F_C7FB, extensions.identification());
        assertEquals(62, extensions.upperLayerOffset());
        assertEquals(54, extensions.fragmentHeaderOffset());
    }

    @Test
    void shouldNotWalkPayloadOfALaterFragment()
    {
        // a fragment at offset 8 of a packet whose first fragment begins with destination options
        assertTrue(walk(packet(IpProtocol.FRAGMENT, "3c00000800000001", "ff")));

        assertEquals(IpProtocol.DESTINATION_OPTIONS, extensions.protocol());
    }

    @Test
    void shouldWalkOnInFirstAndInAtomicFragment()
    {
        assertTrue(walk(packet(IpProtocol.FRAGMENT, "3c00000100000001", "1100010400000000")));
        assertTrue(extensions.isFragment());
        assertTrue(extensions.moreFragments());
        assertEquals(IpProtocol.UDP, extensions.protocol());

        // RFC 6946: offset 0 and no more fragments is a whole packet
        assertTrue(walk(packet(IpProtocol.FRAGMENT, "1100000000000001")));
        assertFalse(extensions.isFragment());
        assertEquals(IpProtocol.UDP, extensions.protocol());
    }

    @Test
    void shouldCountAuthenticationHeaderInWordsOfFour()
    {
        assertTrue(walk(packet(IpProtocol.AUTHENTICATION, "0604", "00".repeat(22))));

        assertEquals(54 - 14 + 24, extensions.upperLayerOffset());
        assertEquals(IpProtocol.TCP, extensions.protocol());
    }

    @Test
    void shouldRefuseChainThatIsTooLong()
    {
        assertTrue(walk(packet(60, DESTINATION_OPTIONS.repeat(7), "1100010400000000")));
        assertFalse(walk(packet(60, DESTINATION_OPTIONS.repeat(8), "1100010400000000")));
    }

    @Test
    void shouldRefuseHopByHopOptionsElsewhere()
    {
        assertFalse(walk(packet(60, "0000010400000000", "1100010400000000")));
    }

    @Test
    void shouldRefuseHeaderThatIsCutOff()
    {
        assertFalse(walk(packet(IpProtocol.HOP_BY_HOP)));
        assertFalse(walk(packet(IpProtocol.HOP_BY_HOP, "3a000502000001")));
        assertFalse(walk(packet(IpProtocol.HOP_BY_HOP, "3a01050200000100")));
        assertFalse(walk(packet(IpProtocol.HOP_BY_HOP, "3aff050200000100")));
    }

    private boolean walk(final UnsafeBuffer buffer)
    {
        final int offset = 0x60 == buffer.getByte(0) ? 0 : IP_OFFSET;
        return extensions.wrap(buffer, offset, buffer.capacity() - offset);
    }

    private static UnsafeBuffer packet(final int nextHeader, final String... headers)
    {
        return hex(String.format("600000000000%02x40", nextHeader), "00".repeat(32), String.join("", headers));
    }
}
