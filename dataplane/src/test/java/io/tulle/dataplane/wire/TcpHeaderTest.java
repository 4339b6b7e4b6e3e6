package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.TCP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_SYN;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads and writes captured TCP headers. */
class TcpHeaderTest
{
    private static final int TCP_OFFSET = 34;

    private final TcpHeader tcp = new TcpHeader();

    @Test
    void shouldReadSyn()
    {
        final UnsafeBuffer buffer = frame(TCP_SYN);
        assertTrue(TcpHeader.isValid(buffer, TCP_OFFSET, 40));

        tcp.wrap(buffer, TCP_OFFSET);

        assertEquals(54812, tcp.sourcePort());
        assertEquals(8080, tcp.destinationPort());
        assertEquals(1092307804, tcp.sequenceNumber());
        assertEquals(0, tcp.acknowledgmentNumber());
        assertEquals(40, tcp.headerLength());
        assertEquals(TcpHeader.SYN, tcp.flags());
        assertEquals(65520, tcp.window());
        assertEquals(0x5856, tcp.checksum());
        assertEquals(0, tcp.urgentPointer());
        assertEquals(120, buffer.getShort(tcp.maximumSegmentSizeOffset(), ByteOrder.BIG_ENDIAN));
    }

    @Test
    void shouldReadDataSegment()
    {
        tcp.wrap(frame(TCP_GSO), TCP_OFFSET);

        assertEquals(TcpHeader.PSH | TcpHeader.ACK, tcp.flags());
        assertEquals(887853343, tcp.acknowledgmentNumber());
        assertEquals(66, tcp.payloadOffset());
        assertEquals(TcpHeader.NO_OPTION, tcp.maximumSegmentSizeOffset(), "two NOPs and a timestamp");
    }

    @Test
    void shouldWriteTheHeaderThatLinuxWrote()
    {
        final UnsafeBuffer buffer = hex("00".repeat(20));

        tcp.wrap(buffer, 0)
            .sourcePort(54812)
            .destinationPort(8080)
            .sequenceNumber(1092307805)
            .acknowledgmentNumber(887853343)
            .headerLength(32)
            .flags(TcpHeader.PSH | TcpHeader.ACK)
            .window(64)
            .checksum(0x5979)
            .urgentPointer(0);

        assertEquals(digits(frame(TCP_GSO), TCP_OFFSET, 20), digits(buffer, 0, 20));
    }

    @Test
    void shouldRefuseDataOffsetOutsideTheSegment()
    {
        final UnsafeBuffer buffer = frame(TCP_SYN);
        tcp.wrap(buffer, TCP_OFFSET);

        assertFalse(TcpHeader.isValid(buffer, TCP_OFFSET, 19));
        assertFalse(TcpHeader.isValid(buffer, TCP_OFFSET, 39), "options cut off");
        tcp.headerLength(16);
        assertFalse(TcpHeader.isValid(buffer, TCP_OFFSET, 40), "shorter than the fixed part");
    }

    @Test
    void shouldNotFindSegmentSizeInMalformedOptions()
    {
        for (final String options : new String[]{ "0300", "0302", "020500ff", "0200", "0304", "00020478", "010102" })
        {
            final String padded = options + "01".repeat((8 - options.length()) / 2);
            tcp.wrap(hex("00".repeat(12), "60", "00".repeat(7), padded), 0);
            assertEquals(TcpHeader.NO_OPTION, tcp.maximumSegmentSizeOffset(), padded);
        }
    }

    @Test
    void shouldFindSegmentSizeAtAnOddOffset()
    {
        tcp.wrap(hex("00".repeat(12), "70", "00".repeat(7), "01 020405b4 000000"), 0);

        assertEquals(23, tcp.maximumSegmentSizeOffset());
    }
}
