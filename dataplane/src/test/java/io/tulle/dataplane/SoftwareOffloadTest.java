package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a port without offloads gets. */
class SoftwareOffloadTest
{
    private static final int SLOT_BYTES = 4096;

    private final FramePool pool = new FramePool(4);
    private final LoopbackPort source = new LoopbackPort(1, "source", 65_000, pool, 4, SLOT_BYTES);
    private final LoopbackPort sink = new LoopbackPort(2, "sink", 1500, pool, 64, SLOT_BYTES);
    private final SoftwareOffload offload = new SoftwareOffload(pool);

    @AfterEach
    void close()
    {
        assertEquals(4, pool.available(), "free cells");
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CapturedFrames.TCP_GSO, CapturedFrames.TCP_IPV6_GSO, CapturedFrames.UDP_GSO,
        CapturedFrames.UDP_IPV6_GSO})
    void shouldSendTheSegmentsOfAGsoFrame(final String captured)
    {
        assertEquals(DropReason.NONE, send(captured));
        assertTrue(sink.sentCount() > 1, "segments: " + sink.sentCount());
        for (int i = 0; i < sink.sentCount(); i++)
        {
            assertIntact(i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CapturedFrames.TCP_SYN, CapturedFrames.TCP_IPV6_SYN, CapturedFrames.UDP})
    void shouldCompleteAChecksum(final String captured)
    {
        assertEquals(DropReason.NONE, send(captured));
        assertEquals(1, sink.sentCount());
        assertIntact(0);
    }

    @Test
    void shouldLeaveAWholeFrameAsItIs()
    {
        assertEquals(DropReason.NONE, send(CapturedFrames.ARP_REQUEST));
        final byte[] whole = Hex.bytes(CapturedFrames.ARP_REQUEST);
        final byte[] frame = new byte[whole.length - VnetHeader.LENGTH];
        System.arraycopy(whole, VnetHeader.LENGTH, frame, 0, frame.length);
        assertArrayEquals(frame, sink.sent(0));
    }

    @Test
    void shouldSayWhyTheSinkRefuses()
    {
        sink.down(true);
        assertEquals(DropReason.PORT_DOWN, send(CapturedFrames.TCP_GSO));
    }

    @Test
    void shouldRefuseAChecksumThatLiesOutsideTheFrame()
    {
        final UnsafeBuffer bytes = Hex.hex(CapturedFrames.TCP_SYN);
        new VnetHeader().wrap(bytes, 0).checksumStart(60_000);
        assertEquals(DropReason.SEGMENTATION_FAILED, send(bytes));
        assertEquals(0, sink.sentCount());
    }

    private DropReason send(final String captured)
    {
        return send(Hex.hex(captured));
    }

    private DropReason send(final UnsafeBuffer bytes)
    {
        final Burst burst = new Burst();
        assertTrue(source.arriveWithVnetHeader(bytes));
        assertEquals(1, source.receive(burst, 1));
        final DropReason reason = offload.transmit(burst.frame(0), sink);
        pool.release(burst.frame(0));
        return reason;
    }

    private void assertIntact(final long n)
    {
        final byte[] frame = sink.sent(n);
        assertTrue(NaiveChecksum.isIntact(Hex.buffer(frame), 0, frame.length), "checksums of frame " + n);
        assertEquals(0, sink.sentVnetHeader(n)[0] & VnetHeader.NEEDS_CSUM, "nothing left to do");
    }
}
