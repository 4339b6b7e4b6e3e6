package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMPV6_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.TCP_IPV6_GSO;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured IPv6 headers. */
class Ipv6HeaderTest
{
    private static final int IP_OFFSET = EthernetHeader.LENGTH;
    private static final long PREFIX = 0xFD00_0017_0000_0000L;

    private final Ipv6Header ip = new Ipv6Header();

    @Test
    void shouldReadEchoRequest()
    {
        final UnsafeBuffer buffer = frame(ICMPV6_ECHO_REQUEST);
        assertTrue(Ipv6Header.isValid(buffer, IP_OFFSET, 72));

        ip.wrap(buffer, IP_OFFSET);

        assertEquals(0, ip.trafficClass());
        assertEquals(0x011110, ip.flowLabel());
        assertEquals(32, ip.payloadLength());
        assertEquals(IpProtocol.ICMPV6, ip.nextHeader());
        assertEquals(64, ip.hopLimit());
        assertEquals(PREFIX, ip.sourceHigh());
        assertEquals(2, ip.sourceLow());
        assertEquals(PREFIX, ip.destinationHigh());
        assertEquals(3, ip.destinationLow());
        assertEquals(54, ip.payloadOffset());
    }

    @Test
    void shouldWriteTheHeaderThatLinuxWrote()
    {
        final UnsafeBuffer buffer = hex("00".repeat(40));

        ip.wrap(buffer, 0)
            .trafficClassAndFlowLabel(0, 0x0DA6FE)
            .payloadLength(331)
            .nextHeader(IpProtocol.TCP)
            .hopLimit(64)
            .source(PREFIX, 2)
            .destination(PREFIX, 3);

        assertEquals(digits(frame(TCP_IPV6_GSO), IP_OFFSET, 40), digits(buffer, 0, 40));
    }

    @Test
    void shouldKeepTrafficClassApartFromFlowLabel()
    {
        ip.wrap(hex("00".repeat(40)), 0).trafficClassAndFlowLabel(0xFF, 0);

        assertEquals(0xFF, ip.trafficClass());
        assertEquals(0, ip.flowLabel());
    }

    @Test
    void shouldRefuseWrongVersionAndLengths()
    {
        final UnsafeBuffer buffer = frame(ICMPV6_ECHO_REQUEST);

        assertFalse(Ipv6Header.isValid(buffer, IP_OFFSET, 39), "header cut off");
        assertFalse(Ipv6Header.isValid(buffer, IP_OFFSET, 71), "payload cut off");
        assertTrue(Ipv6Header.isValidHeader(buffer, IP_OFFSET, 71), "which a stale length makes of a GSO frame");
        buffer.putByte(IP_OFFSET, (byte) 0x45);
        assertFalse(Ipv6Header.isValid(buffer, IP_OFFSET, 72), "version 4");
    }

    @Test
    void shouldKnowMulticastAndLinkLocal()
    {
        assertTrue(Ipv6Header.isMulticast(InetText.parseIpv6("ff02::1")[0]));
        assertFalse(Ipv6Header.isMulticast(PREFIX));
        assertTrue(Ipv6Header.isLinkLocal(InetText.parseIpv6("febf::1")[0]));
        assertFalse(Ipv6Header.isLinkLocal(InetText.parseIpv6("fec0::1")[0]));
    }
}
