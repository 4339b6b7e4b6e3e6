package io.tulle.dns.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.TcpHeader;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame that the responder sent, its checksums found right, read by none of the code under test. */
record SentSegment(int port, long destinationMac, long sourceMac, boolean isIpv6, byte[] source, byte[] destination,
    int sourcePort, int destinationPort, int sequenceNumber, int acknowledgmentNumber, int flags, int window,
    byte[] options, byte[] payload, int packetLength)
{
    static SentSegment of(final int port, final byte[] frame)
    {
        assertTrue(NaiveChecksum.isIntact(new UnsafeBuffer(frame), 0, frame.length), "checksums");
        final ByteBuffer buffer = ByteBuffer.wrap(frame);
        final boolean isIpv6 = 0x86DD == (buffer.getShort(12) & 0xFFFF);
        assertEquals(isIpv6 ? 6 : 4, frame[14] >>> 4);
        final int address = isIpv6 ? 16 : 4;
        final int source = isIpv6 ? 22 : 26;
        final int tcp = source + 2 * address;
        final int payload = tcp + (frame[tcp + 12] >>> 2 & 0x3C);
        return new SentSegment(port, buffer.getLong(0) >>> 16, buffer.getLong(6) >>> 16, isIpv6,
            Arrays.copyOfRange(frame, source, source + address),
            Arrays.copyOfRange(frame, source + address, tcp),
            buffer.getShort(tcp) & 0xFFFF, buffer.getShort(tcp + 2) & 0xFFFF,
            buffer.getInt(tcp + 4), buffer.getInt(tcp + 8),
            frame[tcp + 13] & 0xFF, buffer.getShort(tcp + 14) & 0xFFFF,
            Arrays.copyOfRange(frame, tcp + 20, payload),
            Arrays.copyOfRange(frame, payload, frame.length), frame.length - 14);
    }

    boolean has(final int flag)
    {
        return 0 != (flags & flag);
    }

    /** Of the only option that is sent. */
    int maximumSegmentSize()
    {
        assertEquals(4, options.length);
        assertEquals(0x0204, ByteBuffer.wrap(options).getShort());
        return ByteBuffer.wrap(options).getShort(2) & 0xFFFF;
    }

    /** The sequence number behind it. */
    int end()
    {
        return sequenceNumber + payload.length + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }
}
