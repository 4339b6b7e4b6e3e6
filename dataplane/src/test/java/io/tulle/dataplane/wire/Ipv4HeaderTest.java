package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMP_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.ICMP_LAST_FRAGMENT;
import static io.tulle.dataplane.test.CapturedFrames.ICMP_PORT_UNREACHABLE;
import static io.tulle.dataplane.test.CapturedFrames.ICMP_RECORD_ROUTE;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured IPv4 headers. */
class Ipv4HeaderTest
{
    private static final int IP_OFFSET = EthernetHeader.LENGTH;

    private final Ipv4Header ip = new Ipv4Header();

    @Test
    void shouldReadEchoRequest()
    {
        ip.wrap(valid(ICMP_ECHO_REQUEST), IP_OFFSET);

        assertEquals(20, ip.headerLength());
        assertEquals(0, ip.trafficClass());
        assertEquals(52, ip.totalLength());
        assertEquals(32, ip.payloadLength());
        assertEquals(34, ip.payloadOffset());
        assertEquals(0x4C08, ip.identification());
        assertTrue(ip.dontFragment());
        assertFalse(ip.isFragment());
        assertEquals(64, ip.timeToLive());
        assertEquals(IpProtocol.ICMP, ip.protocol());
        assertEquals(0x9699, ip.checksum());
        assertTrue(ip.isChecksumCorrect());
        assertEquals(0xAC11_0002, ip.source());
        assertEquals(0xAC11_0003, ip.destination());
    }

    @Test
    void shouldReadOptions()
    {
        ip.wrap(valid(ICMP_RECORD_ROUTE), IP_OFFSET);

        assertEquals(60, ip.headerLength());
        assertEquals(74, ip.payloadOffset());
        assertEquals(64, ip.payloadLength());
        assertTrue(ip.isChecksumCorrect());
    }

    @Test
    void shouldReadLastFragment()
    {
        ip.wrap(valid(ICMP_LAST_FRAGMENT), IP_OFFSET);

        assertTrue(ip.isFragment());
        assertFalse(ip.moreFragments());
        assertFalse(ip.dontFragment());
        assertEquals(2960, ip.fragmentOffset());
    }

    @Test
    void shouldReadTrafficClass()
    {
        assertEquals(0xC0, ip.wrap(valid(ICMP_PORT_UNREACHABLE), IP_OFFSET).trafficClass());
    }

    @Test
    void shouldWriteTheHeaderThatLinuxWrote()
    {
        final UnsafeBuffer buffer = hex("00".repeat(20));

        ip.wrap(buffer, 0)
            .headerLength(20)
            .trafficClass(0)
            .totalLength(68)
            .identification(0x4C09)
            .fragment(false, false, 2960)
            .timeToLive(64)
            .protocol(IpProtocol.ICMP)
            .source(0xAC11_0002)
            .destination(0xAC11_0003)
            .computeChecksum();

        assertEquals(digits(frame(ICMP_LAST_FRAGMENT), IP_OFFSET, 20), digits(buffer, 0, 20));
    }

    @Test
    void shouldNoticeADamagedHeader()
    {
        final UnsafeBuffer buffer = frame(ICMP_ECHO_REQUEST);

        assertFalse(ip.wrap(buffer, IP_OFFSET).timeToLive(63).isChecksumCorrect());
    }

    @Test
    void shouldRefuseWrongVersionAndLengths()
    {
        final UnsafeBuffer buffer = frame(ICMP_ECHO_REQUEST);
        ip.wrap(buffer, IP_OFFSET);

        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 19), "header cut off");
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 51), "payload cut off");
        ip.totalLength(19);
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 52), "total length within the header");
        ip.totalLength(0);
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 52), "no total length");
        assertTrue(Ipv4Header.isValidHeader(buffer, IP_OFFSET, 52), "but a GSO frame may have none");
        ip.totalLength(52).headerLength(16);
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 52), "header too short");
        ip.headerLength(56);
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 52), "header longer than the packet");
        buffer.putByte(IP_OFFSET, (byte) 0x65);
        assertFalse(Ipv4Header.isValid(buffer, IP_OFFSET, 52), "version 6");
    }

    @Test
    void shouldAcceptEthernetPadding()
    {
        final UnsafeBuffer buffer = hex(digits(frame(ICMP_ECHO_REQUEST), IP_OFFSET, 52) + "000000000000");

        assertTrue(Ipv4Header.isValid(buffer, 0, 58));
    }

    private static UnsafeBuffer valid(final String captured)
    {
        final UnsafeBuffer buffer = frame(captured);
        assertTrue(Ipv4Header.isValid(buffer, IP_OFFSET, buffer.capacity() - IP_OFFSET));
        return buffer;
    }
}
