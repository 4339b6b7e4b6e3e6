package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMP_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.ICMP_PORT_UNREACHABLE;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured ICMP messages. */
class IcmpHeaderTest
{
    private static final int ICMP_OFFSET = 34;

    private final IcmpHeader icmp = new IcmpHeader();

    @Test
    void shouldReadEchoRequest()
    {
        final UnsafeBuffer buffer = frame(ICMP_ECHO_REQUEST);
        assertTrue(IcmpHeader.isValid(buffer, ICMP_OFFSET, 32));

        icmp.wrap(buffer, ICMP_OFFSET);

        assertEquals(IcmpHeader.ECHO_REQUEST, icmp.type());
        assertEquals(0, icmp.code());
        assertEquals(0x1A48, icmp.checksum());
        assertEquals(6707, icmp.identifier());
        assertEquals(1, icmp.sequenceNumber());
        assertEquals(0, InternetChecksum.checksum(buffer, ICMP_OFFSET, 32));
    }

    @Test
    void shouldReadErrorAndTheHeaderItQuotes()
    {
        final UnsafeBuffer buffer = frame(ICMP_PORT_UNREACHABLE);
        icmp.wrap(buffer, ICMP_OFFSET);

        assertTrue(IcmpHeader.isError(icmp.type()));
        assertEquals(IcmpHeader.DESTINATION_UNREACHABLE, icmp.type());
        assertEquals(IcmpHeader.PORT_UNREACHABLE, icmp.code());
        assertEquals(0xFA20, new Ipv4Header().wrap(buffer, icmp.payloadOffset()).identification());
    }

    @Test
    void shouldWriteEveryField()
    {
        final UnsafeBuffer buffer = hex("ff".repeat(8));

        icmp.wrap(buffer, 0).type(IcmpHeader.ECHO_REPLY).code(2).checksum(0x0304).identifier(0x0506)
            .sequenceNumber(0x0708);
        assertEquals("0002030405060708", digits(buffer, 0, 8));

        icmp.type(IcmpHeader.DESTINATION_UNREACHABLE).code(IcmpHeader.FRAGMENTATION_NEEDED).nextHopMtu(1450);
        assertEquals("03040304000005aa", digits(buffer, 0, 8));
        assertEquals(1450, icmp.nextHopMtu());
    }

    @Test
    void shouldTellErrorsFromQueries()
    {
        assertFalse(IcmpHeader.isError(IcmpHeader.ECHO_REQUEST));
        assertFalse(IcmpHeader.isError(IcmpHeader.ECHO_REPLY));
        assertTrue(IcmpHeader.isError(IcmpHeader.TIME_EXCEEDED));
        assertFalse(IcmpHeader.isValid(frame(ICMP_ECHO_REQUEST), ICMP_OFFSET, 7));
    }
}
