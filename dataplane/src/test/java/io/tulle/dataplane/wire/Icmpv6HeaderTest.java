package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMPV6_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured ICMPv6 messages. */
class Icmpv6HeaderTest
{
    private static final int ICMP_OFFSET = 54;

    private final Icmpv6Header icmp = new Icmpv6Header();

    @Test
    void shouldReadEchoRequest()
    {
        final UnsafeBuffer buffer = frame(ICMPV6_ECHO_REQUEST);
        assertTrue(Icmpv6Header.isValid(buffer, ICMP_OFFSET, 32));

        icmp.wrap(buffer, ICMP_OFFSET);

        assertEquals(Icmpv6Header.ECHO_REQUEST, icmp.type());
        assertEquals(0, icmp.code());
        assertEquals(0x83AC, icmp.checksum());
        assertEquals(0x1A34, icmp.identifier());
        assertEquals(1, icmp.sequenceNumber());
        assertEquals(62, icmp.payloadOffset());
    }

    @Test
    void shouldWriteEveryField()
    {
        final UnsafeBuffer buffer = hex("ff".repeat(8));

        icmp.wrap(buffer, 0).type(Icmpv6Header.ECHO_REPLY).code(0).checksum(0x0304).identifier(0x0506)
            .sequenceNumber(0x0708);
        assertEquals("8100030405060708", digits(buffer, 0, 8));

        icmp.type(Icmpv6Header.PACKET_TOO_BIG).mtu(1450);
        assertEquals("02000304000005aa", digits(buffer, 0, 8));
        assertEquals(1450, icmp.mtu());
    }

    @Test
    void shouldTellErrorsFromQueries()
    {
        assertTrue(Icmpv6Header.isError(Icmpv6Header.PACKET_TOO_BIG));
        assertFalse(Icmpv6Header.isError(Icmpv6Header.ECHO_REQUEST));
        assertFalse(Icmpv6Header.isValid(frame(ICMPV6_ECHO_REQUEST), ICMP_OFFSET, 7));
    }
}
