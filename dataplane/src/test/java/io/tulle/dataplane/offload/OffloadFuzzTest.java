package io.tulle.dataplane.offload;

import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No virtio-net header and no frame, however wrong, makes completion or segmentation throw or lose a byte. */
class OffloadFuzzTest
{
    private static final int CASES = 200_000;

    private final SoftwareSegmenter segmenter = new SoftwareSegmenter();
    private final GsoSize gsoSize = new GsoSize();
    private final GsoHeaders headers = new GsoHeaders();
    private final VnetHeader vnet = new VnetHeader();

    @MethodSource("captures")
    @FuzzTest
    void shouldCompleteOrRefuse(final byte[] bytes)
    {
        complete(bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldSegmentOrRefuse(final byte[] bytes)
    {
        segment(bytes);
    }

    @Test
    void shouldCompleteOrRefuseDamagedCaptures()
    {
        final Mutator mutator = new Mutator(1, CapturedFrames.ALL.stream().map(Hex::bytes).toList());
        int completedCases = 0;
        for (int i = 0; i < CASES; i++)
        {
            completedCases += complete(mutator.next()) ? 1 : 0;
        }
        assertTrue(completedCases > CASES / 10 && completedCases < CASES, "completed " + completedCases);
    }

    @Test
    void shouldSegmentOrRefuseDamagedCaptures()
    {
        final List<byte[]> seeds = CapturedFrames.ALL.stream().filter((s) -> !s.startsWith("00", 2))
            .map(Hex::bytes).toList();
        final Mutator mutator = new Mutator(2, seeds);
        int cutCases = 0;
        for (int i = 0; i < CASES; i++)
        {
            cutCases += segment(mutator.next()) ? 1 : 0;
        }
        assertEquals(4, seeds.size());
        assertTrue(cutCases > CASES / 10 && cutCases < CASES, "cut " + cutCases);
    }

    static Stream<Arguments> captures()
    {
        return CapturedFrames.ALL.stream().map((captured) -> Arguments.of((Object) Hex.bytes(captured)));
    }

    /** True if a checksum was completed; then the sum comes out, and nothing else changed. */
    private boolean complete(final byte[] bytes)
    {
        if (bytes.length < DATA_OFFSET)
        {
            return false;
        }
        final byte[] copy = bytes.clone();
        final UnsafeBuffer buffer = new UnsafeBuffer(copy);
        vnet.wrap(buffer, 0);
        final boolean needsChecksum = vnet.needsChecksum();
        final int start = DATA_OFFSET + vnet.checksumStart();
        final int field = start + vnet.checksumOffset();
        final boolean isComplete =
            ChecksumCompletion.complete(buffer, DATA_OFFSET, bytes.length - DATA_OFFSET, vnet);
        if (!isComplete || !needsChecksum)
        {
            assertArrayEquals(bytes, copy);
            return false;
        }
        assertFalse(vnet.needsChecksum());
        assertTrue(Arrays.equals(bytes, DATA_OFFSET, field, copy, DATA_OFFSET, field));
        assertTrue(Arrays.equals(bytes, field + 2, bytes.length, copy, field + 2, bytes.length));
        // an odd field offset is nobody's checksum, but must do no harm either
        if (0 == (field - start & 1))
        {
            final int pseudoHeader = NaiveChecksum.sum(new UnsafeBuffer(bytes), field, 2);
            final int sum = NaiveChecksum.sum(buffer, start, bytes.length - start) + pseudoHeader;
            assertEquals(0xFFFF, (sum & 0xFFFF) + (sum >>> 16));
        }
        return true;
    }

    /** True if the frame was cut; then its payload comes out whole, in frames as long as announced and intact. */
    private boolean segment(final byte[] bytes)
    {
        if (bytes.length < DATA_OFFSET)
        {
            return false;
        }
        final UnsafeBuffer source = new UnsafeBuffer(bytes);
        final int length = bytes.length - DATA_OFFSET;
        vnet.wrap(source, 0);
        if (!segmenter.wrap(source, DATA_OFFSET, length, vnet))
        {
            return false;
        }
        assertTrue(headers.wrap(source, DATA_OFFSET, length, vnet));
        final int headersLength = headers.payloadOffset() - DATA_OFFSET;
        final byte[] segment = new byte[segmenter.maxFrameLength()];
        assertEquals(segment.length - headers.ipOffset() + DATA_OFFSET,
            gsoSize.segmentLength(source, DATA_OFFSET, length, vnet));
        final UnsafeBuffer target = new UnsafeBuffer(segment);
        int position = headers.payloadOffset();
        while (segmenter.hasNext())
        {
            final int segmentLength = segmenter.next(target, 0);
            final int payloadLength = segmentLength - headersLength;
            assertTrue(Arrays.equals(
                bytes, position, position + payloadLength, segment, headersLength, segmentLength));
            assertTrue(isIntact(target, segmentLength));
            position += payloadLength;
        }
        assertEquals(bytes.length, position);
        return true;
    }

    /** The reference knows no extension headers, so it is not asked about them. */
    private static boolean isIntact(final UnsafeBuffer frame, final int length)
    {
        int ip = 14;
        while ((frame.getByte(ip - 2) & 0xFF) == 0x81 || (frame.getByte(ip - 2) & 0xFF) == 0x88)
        {
            ip += 4;
        }
        final int nextHeader = frame.getByte(ip + Ipv6Header.NEXT_HEADER_OFFSET);
        final boolean hasExtensions = 0x60 == (frame.getByte(ip) & 0xF0) &&
            IpProtocol.TCP != nextHeader && IpProtocol.UDP != nextHeader;
        return hasExtensions || NaiveChecksum.isIntact(frame, 0, length);
    }
}
