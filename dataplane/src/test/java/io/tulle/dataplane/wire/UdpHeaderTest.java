package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.UDP;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured UDP headers. */
class UdpHeaderTest
{
    private static final int UDP_OFFSET = 34;

    private final UdpHeader udp = new UdpHeader();

    @Test
    void shouldReadDatagram()
    {
        final UnsafeBuffer buffer = frame(UDP);
        assertTrue(UdpHeader.isValid(buffer, UDP_OFFSET, 20));

        udp.wrap(buffer, UDP_OFFSET);

        assertEquals(32900, udp.sourcePort());
        assertEquals(5353, udp.destinationPort());
        assertEquals(20, udp.length());
        assertEquals(0x584D, udp.checksum());
        assertEquals("hello, tulle", buffer.getStringWithoutLengthAscii(udp.payloadOffset(), 12));
    }

    @Test
    void shouldWriteTheHeaderThatLinuxWrote()
    {
        final UnsafeBuffer buffer = hex("00".repeat(8));

        udp.wrap(buffer, 0).sourcePort(32900).destinationPort(5353).length(20).checksum(0x584D);

        assertEquals(digits(frame(UDP), UDP_OFFSET, 8), digits(buffer, 0, 8));
    }

    @Test
    void shouldRefuseLengthOutsideTheDatagram()
    {
        final UnsafeBuffer buffer = frame(UDP);

        assertFalse(UdpHeader.isValid(buffer, UDP_OFFSET, 7));
        assertFalse(UdpHeader.isValid(buffer, UDP_OFFSET, 19));
        udp.wrap(buffer, UDP_OFFSET).length(7);
        assertFalse(UdpHeader.isValid(buffer, UDP_OFFSET, 20));
        assertTrue(UdpHeader.isValidHeader(buffer, UDP_OFFSET, 20));
    }
}
