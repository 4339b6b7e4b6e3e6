package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.test.CapturedFrames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker's sink keeps of the frames that it sees, with the pool's bounds checks on. */
class CaptureFrameSinkTest
{
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CaptureRig rig = new CaptureRig();
    private final Shown shown = new Shown();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldTellReceivedTransmittedAndDropped() throws IOException
    {
        try (CaptureSession session = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            final int frame = rig.frame(1, CapturedFrames.ARP_REQUEST);
            rig.sink.onReceived(frame);
            rig.sink.onTransmitted(frame, 2);
            rig.sink.onDropped(frame, DropReason.SAME_PORT);
            drain(session);
            assertEquals(List.of("In port1 NONE", "Out port2 NONE", "Drop port1 SAME_PORT"), shown.passages);
            assertEquals(3, session.captured());
        }
    }

    @Test
    void shouldKeepOnlyDropsWhenAskedTo() throws IOException
    {
        try (CaptureSession session = attached(CaptureSettings.everything().dropsOnly(),
            PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            final int frame = rig.frame(1, CapturedFrames.ARP_REQUEST);
            rig.sink.onReceived(frame);
            rig.sink.onTransmitted(frame, 2);
            rig.sink.onDropped(frame, DropReason.MAC_SPOOFED);
            drain(session);
            assertEquals(List.of("Drop port1 MAC_SPOOFED"), shown.passages);
        }
    }

    @Test
    void shouldKeepOnlySelectedPortsAndFollowTheSelection() throws IOException
    {
        final PortSelection second = PortSelection.of(CaptureRig.MAX_PORTS, (port) -> 2 == port);
        try (CaptureSession session = attached(CaptureSettings.everything(), second))
        {
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            rig.receive(2, CapturedFrames.ARP_REQUEST);
            session.select(PortSelection.of(CaptureRig.MAX_PORTS, (port) -> 1 == port));
            rig.receive(2, CapturedFrames.ARP_REQUEST);
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            drain(session);
            assertEquals(List.of("In port2 NONE", "In port1 NONE"), shown.passages);
        }
    }

    @Test
    void shouldAskTheFilterWithTheFramesAddressAndLength() throws IOException
    {
        final FrameFilter fortyTwoBytes = (address, wireLengthBytes, capturedLengthBytes) ->
            rig.pool.buffer().addressOffset() < address && 42 == wireLengthBytes && 42 == capturedLengthBytes;
        try (CaptureSession session = attached(CaptureSettings.everything().filter(fortyTwoBytes),
            PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            rig.receive(1, CapturedFrames.ICMP_ECHO_REQUEST);
            drain(session);
            assertEquals(List.of(42), shown.wireLengths);
        }
    }

    @Test
    void shouldServeSeveralCapturesAndLetGoOfOne()
    {
        try (CaptureSession first = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS));
            CaptureSession second = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            rig.sink.remove(first.queue(0));
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            assertEquals(1, first.captured());
            assertEquals(2, second.captured());
        }
    }

    @Test
    void shouldLoseAndCountCapturedFramesWhenTheReaderIsSlow() throws IOException
    {
        try (CaptureSession session = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            final int offered = 20_000; // a ring of 1 MiB holds fewer than 11,000 of them
            for (int i = 0; i < offered; i++)
            {
                rig.receive(1, CapturedFrames.ARP_REQUEST);
            }
            final long kept = session.captured();
            assertEquals(offered, kept + session.lost());
            assertEquals(CaptureSession.MIN_RING_BYTES / 96, kept); // 8 and 40 of headers, 42 of frame
            assertEquals(session.lost(), session.lost(1));
            drain(session);
            assertEquals(kept, shown.frames.size());
            rig.receive(1, CapturedFrames.ARP_REPLY);
            assertEquals(kept + 1, session.captured());
        }
    }

    @Test
    void shouldTakeTheLongestFrameThatACellHolds()
    {
        try (CaptureSession session = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            final int frame = rig.frame(1, CapturedFrames.ARP_REQUEST);
            rig.pool.frames().length(frame, FramePool.FRAME_CAPACITY_BYTES);
            rig.sink.onReceived(frame);
            assertEquals(1, session.captured());
        }
    }

    @Test
    void shouldAllocateNothingForAFrame()
    {
        try (CaptureSession session = attached(CaptureSettings.everything(), PortSelection.all(CaptureRig.MAX_PORTS)))
        {
            final int frame = rig.frame(1, CapturedFrames.TCP_GSO);
            offer(frame, 1_000); // classes are loaded, and the ring is soon full: both ways are walked
            final long before = allocatedBytes();
            offer(frame, 10_000);
            assertEquals(0, allocatedBytes() - before);
            assertTrue(0 < session.lost() && 1_000 < session.captured());
        }
    }

    private void offer(final int frame, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            rig.sink.onReceived(frame);
        }
    }

    private static long allocatedBytes()
    {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void shouldRefuseARingThatTakesNoWholeFrame()
    {
        final PortSelection all = PortSelection.all(1);
        assertThrows(IllegalArgumentException.class,
            () -> new CaptureSession(CaptureSettings.everything(), all, 1, 64 * 1024));
    }

    private CaptureSession attached(final CaptureSettings settings, final PortSelection selection)
    {
        final CaptureSession session = CaptureRig.session(settings, selection);
        rig.sink.add(session.queue(0));
        return session;
    }

    private void drain(final CaptureSession session) throws IOException
    {
        new CaptureReader(session, (port) -> "port" + port, FrameCommenter.NONE, () -> rig.nowNs, shown,
            Long.MAX_VALUE).drainLast();
    }
}
