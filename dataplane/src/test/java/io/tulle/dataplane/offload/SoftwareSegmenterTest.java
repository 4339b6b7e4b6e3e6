package io.tulle.dataplane.offload;

import static io.tulle.dataplane.test.CapturedFrames.DATA_OFFSET;
import static io.tulle.dataplane.test.CapturedFrames.TCP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_IPV6_GSO;
import static io.tulle.dataplane.test.CapturedFrames.TCP_SYN;
import static io.tulle.dataplane.test.CapturedFrames.UDP_GSO;
import static io.tulle.dataplane.test.CapturedFrames.UDP_IPV6_GSO;
import static io.tulle.dataplane.test.Hex.digits;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cuts GSO frames that Linux wrote to a TAP; tshark found no fault in the same segments. */
class SoftwareSegmenterTest
{
    private static final int IP_OFFSET = 14;
    private static final int TARGET_OFFSET = 3;
    private static final String TAG = "8100a02a";

    private final SoftwareSegmenter segmenter = new SoftwareSegmenter();
    private final VnetHeader vnet = new VnetHeader();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();
    private final UdpHeader udp = new UdpHeader();

    @ParameterizedTest
    @CsvSource({
        TCP_GSO + ", 66, '174,174,149'",
        TCP_IPV6_GSO + ", 86, '194,194,169'",
        UDP_GSO + ", 42, '142,142,92'",
        UDP_IPV6_GSO + ", 62, '162,162,112'"})
    void shouldCutCapturedFrame(final String captured, final int headersLength, final String lengths)
    {
        final UnsafeBuffer source = hex(captured);

        final List<UnsafeBuffer> segments = cut(source);

        assertEquals(lengths, String.join(",", segments.stream().map((s) -> "" + s.capacity()).toList()));
        assertIntact(segments);
        assertEquals(digits(source, DATA_OFFSET + headersLength, source.capacity() - DATA_OFFSET - headersLength),
            payload(segments, headersLength));
    }

    @ParameterizedTest
    @CsvSource({
        TCP_GSO + ", 66, " + TAG,
        TCP_IPV6_GSO + ", 86, " + TAG,
        UDP_GSO + ", 42, 88a80001" + TAG,
        UDP_IPV6_GSO + ", 62, 88a80001" + TAG})
    void shouldKeepTags(final String captured, final int headersLength, final String tags)
    {
        final UnsafeBuffer untagged = hex(captured);
        final int tagsLength = tags.length() / 2;
        final int length = untagged.capacity() - DATA_OFFSET;
        final UnsafeBuffer source =
            hex(digits(untagged, 0, DATA_OFFSET + 12), tags, digits(untagged, DATA_OFFSET + 12, length - 12));

        final List<UnsafeBuffer> segments = cut(source);

        assertEquals(3, segments.size());
        assertIntact(segments);
        assertEquals(tags, digits(segments.get(2), 12, tagsLength));
        assertEquals(digits(untagged, DATA_OFFSET + headersLength, length - headersLength),
            payload(segments, headersLength + tagsLength));
    }

    @Test
    void shouldCountUpIdentificationAndSequenceNumber()
    {
        final List<UnsafeBuffer> segments = cut(hex(TCP_GSO));

        for (int i = 0; i < 3; i++)
        {
            assertEquals(0x4EB3 + i, ipv4.wrap(segments.get(i), IP_OFFSET).identification());
            assertEquals(1092307805 + i * 108, tcp.wrap(segments.get(i), 34).sequenceNumber());
            assertEquals(887853343, tcp.acknowledgmentNumber());
        }
    }

    @Test
    void shouldWrapIdentificationAndSequenceNumber()
    {
        final UnsafeBuffer source = hex(TCP_GSO);
        ipv4.wrap(source, DATA_OFFSET + IP_OFFSET).identification(0xFFFF);
        tcp.wrap(source, DATA_OFFSET + 34).sequenceNumber(-1);

        final List<UnsafeBuffer> segments = cut(source);

        assertIntact(segments);
        assertEquals(0, ipv4.wrap(segments.get(1), IP_OFFSET).identification());
        assertEquals(107, tcp.wrap(segments.get(1), 34).sequenceNumber());
    }

    @Test
    void shouldSendFinAndPushLastAndCwrFirst()
    {
        final UnsafeBuffer source = hex(TCP_GSO);
        tcp.wrap(source, DATA_OFFSET + 34)
            .flags(TcpHeader.CWR | TcpHeader.ECE | TcpHeader.ACK | TcpHeader.PSH | TcpHeader.FIN);
        vnet.wrap(source, 0).gsoType(VnetHeader.GSO_TCPV4 | VnetHeader.GSO_ECN);

        final List<UnsafeBuffer> segments = cut(source);

        final int always = TcpHeader.ECE | TcpHeader.ACK;
        assertEquals(always | TcpHeader.CWR, tcp.wrap(segments.get(0), 34).flags());
        assertEquals(always, tcp.wrap(segments.get(1), 34).flags());
        assertEquals(always | TcpHeader.PSH | TcpHeader.FIN, tcp.wrap(segments.get(2), 34).flags());
        assertIntact(segments);
    }

    @Test
    void shouldGiveEachDatagramItsLength()
    {
        final List<UnsafeBuffer> datagrams = cut(hex(UDP_IPV6_GSO));

        assertEquals(108, udp.wrap(datagrams.get(0), 54).length());
        assertEquals(108, ipv6.wrap(datagrams.get(0), IP_OFFSET).payloadLength());
        assertEquals(58, udp.wrap(datagrams.get(2), 54).length());
    }

    @ParameterizedTest
    @CsvSource({"0", "40", "65535"})
    void shouldTrustTheReceivedLengthAndNotTheHeaders(final int staleLength)
    {
        final UnsafeBuffer source = hex(TCP_GSO);
        ipv4.wrap(source, DATA_OFFSET + IP_OFFSET).totalLength(staleLength);
        final UnsafeBuffer datagrams = hex(UDP_IPV6_GSO);
        ipv6.wrap(datagrams, DATA_OFFSET + IP_OFFSET).payloadLength(staleLength);
        udp.wrap(datagrams, DATA_OFFSET + 54).length(staleLength);

        assertIntact(cut(source));
        assertIntact(cut(datagrams));
        assertEquals(299 + 3 * 66, cut(source).stream().mapToInt(UnsafeBuffer::capacity).sum());
    }

    @Test
    void shouldCutABigFrame()
    {
        final int length = 65_535;
        final UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(DATA_OFFSET + length));
        source.setMemory(0, source.capacity(), (byte) 0x5A);
        source.putBytes(0, hex(TCP_GSO), 0, DATA_OFFSET + 66);
        vnet.wrap(source, 0).gsoSize(1448);

        final List<UnsafeBuffer> segments = cut(source);

        assertEquals(46, segments.size());
        assertEquals(length - 66, payload(segments, 66).length() / 2);
        assertIntact(segments);
    }

    @Test
    void shouldPassAFrameThatNeedsNoCut()
    {
        final UnsafeBuffer source = hex(TCP_GSO);
        vnet.wrap(source, 0).gsoSize(1448);

        final List<UnsafeBuffer> segments = cut(source);

        assertEquals(1, segments.size());
        assertEquals(TcpHeader.PSH | TcpHeader.ACK, tcp.wrap(segments.get(0), 34).flags());
        assertIntact(segments);
    }

    @Test
    void shouldRefuseWhatDoesNotMatchItsGsoType()
    {
        assertFalse(wrap(hex(TCP_SYN)), "no GSO frame");
        assertRefused(TCP_GSO, VnetHeader.GSO_TCPV6);
        assertRefused(TCP_GSO, VnetHeader.GSO_UDP_L4);
        assertRefused(TCP_GSO, VnetHeader.GSO_UDP);
        assertRefused(TCP_GSO, 2);
        assertRefused(TCP_IPV6_GSO, VnetHeader.GSO_TCPV4);
        assertRefused(UDP_GSO, VnetHeader.GSO_TCPV4);
        assertRefused(UDP_IPV6_GSO, VnetHeader.GSO_TCPV6);
    }

    @Test
    void shouldRefuseZeroSizeAndTooManySegments()
    {
        final UnsafeBuffer source = hex(TCP_GSO);
        vnet.wrap(source, 0).gsoSize(0);
        assertFalse(wrap(source));

        final UnsafeBuffer big = new UnsafeBuffer(ByteBuffer.allocateDirect(DATA_OFFSET + 66 + 8193));
        big.putBytes(0, hex(TCP_GSO), 0, DATA_OFFSET + 66);
        vnet.wrap(big, 0).gsoSize(1);
        assertFalse(wrap(big));
        assertFalse(segmenter.hasNext());
    }

    @Test
    void shouldRefuseSegmentLongerThanAnIpPacket()
    {
        final UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(DATA_OFFSET + 14 + 65_536));
        source.putBytes(0, hex(TCP_GSO), 0, DATA_OFFSET + 66);
        vnet.wrap(source, 0).gsoSize(65_535);

        assertFalse(wrap(source));
        assertTrue(segmenter.wrap(source, DATA_OFFSET, 14 + 65_535, vnet));
    }

    @Test
    void shouldRefuseFragmentsAndCutOffHeaders()
    {
        final UnsafeBuffer fragment = hex(TCP_GSO);
        ipv4.wrap(fragment, DATA_OFFSET + IP_OFFSET).fragment(false, true, 0);
        assertFalse(wrap(fragment));

        final UnsafeBuffer source = hex(TCP_IPV6_GSO);
        for (int length = 0; length < 86; length++)
        {
            assertFalse(segmenter.wrap(source, DATA_OFFSET, length, vnet.wrap(source, 0)), "length " + length);
        }
        assertTrue(segmenter.wrap(source, DATA_OFFSET, 86, vnet.wrap(source, 0)));
    }

    private void assertRefused(final String captured, final int gsoType)
    {
        final UnsafeBuffer source = hex(captured);
        vnet.wrap(source, 0).gsoType(gsoType);

        assertFalse(wrap(source), "GSO type " + gsoType);
        assertFalse(segmenter.hasNext());
    }

    private boolean wrap(final UnsafeBuffer source)
    {
        return segmenter.wrap(source, DATA_OFFSET, source.capacity() - DATA_OFFSET, vnet.wrap(source, 0));
    }

    private List<UnsafeBuffer> cut(final UnsafeBuffer source)
    {
        assertTrue(wrap(source));
        final List<UnsafeBuffer> segments = new ArrayList<>();
        while (segmenter.hasNext())
        {
            final UnsafeBuffer target =
                new UnsafeBuffer(ByteBuffer.allocateDirect(TARGET_OFFSET + segmenter.maxFrameLength()));
            final int length = segmenter.next(target, TARGET_OFFSET);
            segments.add(new UnsafeBuffer(target, TARGET_OFFSET, length));
        }
        assertEquals(segmenter.segmentCount(), segments.size());
        return segments;
    }

    private static void assertIntact(final List<UnsafeBuffer> segments)
    {
        for (final UnsafeBuffer segment : segments)
        {
            assertTrue(NaiveChecksum.isIntact(segment, 0, segment.capacity()), () -> digits(segment, 0, 80));
        }
    }

    private static String payload(final List<UnsafeBuffer> segments, final int headersLength)
    {
        final StringBuilder payload = new StringBuilder();
        segments.forEach((s) -> payload.append(digits(s, headersLength, s.capacity() - headersLength)));
        return payload.toString();
    }
}
