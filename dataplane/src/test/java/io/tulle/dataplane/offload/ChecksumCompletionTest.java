package io.tulle.dataplane.offload;

import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.CapturedFrames.ICMP_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.TCP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_IPV6_SYN;
import static io.tulle.dataplane.test.CapturedFrames.TCP_SYN;
import static io.tulle.dataplane.test.CapturedFrames.UDP;
import static io.tulle.dataplane.test.CapturedFrames.UDP_IPV6;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completes checksums that Linux left to us, and believes no hostile offset. */
class ChecksumCompletionTest
{
    private static final int UDP_OFFSET = DATA_OFFSET + 34;

    private final VnetHeader vnet = new VnetHeader();

    @ParameterizedTest
    @ValueSource(strings = {TCP_SYN, TCP_IPV6_SYN, UDP, UDP_IPV6})
    void shouldCompleteWhatTheKernelLeft(final String captured)
    {
        final UnsafeBuffer buffer = hex(captured);
        assertFalse(NaiveChecksum.isIntact(buffer, DATA_OFFSET, buffer.capacity() - DATA_OFFSET));

        assertTrue(complete(buffer));

        assertTrue(NaiveChecksum.isIntact(buffer, DATA_OFFSET, buffer.capacity() - DATA_OFFSET));
        assertEquals("00".repeat(12), digits(buffer, 0, VnetHeader.LENGTH));
    }

    @Test
    void shouldSendAComputedZeroAsAllOnesInUdp()
    {
        final UnsafeBuffer buffer = hex(UDP);
        assertTrue(complete(buffer));
        final int checksum = buffer.getShort(UDP_OFFSET + UdpHeader.CHECKSUM_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        final UnsafeBuffer again = hex(UDP);
        // adding the checksum to a payload word brings the sum to all ones, its complement to zero
        final int word = again.getShort(UDP_OFFSET + 8, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        final int sum = word + checksum;
        again.putShort(UDP_OFFSET + 8, (short) ((sum & 0xFFFF) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);

        assertTrue(complete(again));

        assertEquals("ffff", digits(again, UDP_OFFSET + UdpHeader.CHECKSUM_OFFSET, 2));
    }

    @Test
    void shouldLeaveACompleteFrameAlone()
    {
        final UnsafeBuffer buffer = hex(ICMP_ECHO_REQUEST);

        assertTrue(complete(buffer));

        assertEquals(hex(ICMP_ECHO_REQUEST), buffer);
    }

    @ParameterizedTest
    @CsvSource({"74, 0", "73, 0", "34, 39", "65535, 65535", "0, 73", "0, 65535", "65535, 0"})
    void shouldRefuseFieldOutsideTheFrame(final int start, final int fieldOffset)
    {
        final UnsafeBuffer buffer = hex(TCP_SYN); // 74 bytes
        vnet.wrap(buffer, 0).checksumStart(start).checksumOffset(fieldOffset);
        final String before = digits(buffer, 0, buffer.capacity());

        assertFalse(complete(buffer));

        assertEquals(before, digits(buffer, 0, buffer.capacity()));
    }

    @Test
    void shouldAcceptFieldThatEndsWithTheFrame()
    {
        final UnsafeBuffer buffer = hex(TCP_SYN);
        vnet.wrap(buffer, 0).checksumStart(72).checksumOffset(0);

        assertTrue(complete(buffer));
    }

    @Test
    void shouldRefuseGsoFrame()
    {
        final UnsafeBuffer buffer = hex(TCP_GSO);

        assertFalse(complete(buffer));

        assertEquals(hex(TCP_GSO), buffer);
    }

    private boolean complete(final UnsafeBuffer buffer)
    {
        return ChecksumCompletion.complete(
            buffer, DATA_OFFSET, buffer.capacity() - DATA_OFFSET, vnet.wrap(buffer, 0));
    }
}
