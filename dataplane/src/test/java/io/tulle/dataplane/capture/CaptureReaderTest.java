package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames leave the rings in order, finished as a decoder expects them. */
class CaptureReaderTest
{
    private static final int ETHERNET_BYTES = 14;

    private final CaptureRig rig = new CaptureRig();
    private final CaptureRig otherWorker = new CaptureRig();
    private final Shown shown = new Shown();

    @AfterEach
    void close()
    {
        rig.close();
        otherWorker.close();
    }

    @Test
    void shouldCompleteAChecksumThatTheKernelLeftToUs() throws IOException
    {
        drainOne(CaptureSettings.everything(), CapturedFrames.TCP_SYN);
        assertEquals(0, transportChecksum(shown.frames.get(0)));
    }

    @Test
    void shouldCompleteTheChecksumEvenIfTheSnaplenCutsTheFrame() throws IOException
    {
        drainOne(CaptureSettings.everything(), CapturedFrames.TCP_SYN);
        drainOne(CaptureSettings.everything().snaplenBytes(54), CapturedFrames.TCP_SYN);
        assertEquals(shown.frames.get(0).substring(0, 2 * 54), shown.frames.get(1));
        assertEquals(List.of(74, 74), shown.wireLengths);
    }

    @Test
    void shouldCutAFinishedFrameToTheSnaplen() throws IOException
    {
        drainOne(CaptureSettings.everything().snaplenBytes(20), CapturedFrames.ICMP_ECHO_REQUEST);
        assertEquals("0242ac1100030242ac1100020800450000344c08", shown.frames.get(0));
        assertEquals(List.of(66), shown.wireLengths);
    }

    @Test
    void shouldSegmentAGsoFrame() throws IOException
    {
        drainOne(CaptureSettings.everything(), CapturedFrames.TCP_GSO);
        assertEquals(List.of(66 + 108, 66 + 108, 66 + 83), shown.wireLengths);
        for (final String frame : shown.frames)
        {
            assertEquals(0, transportChecksum(frame));
        }
        final String payload = shown.frames.stream().map((frame) -> frame.substring(2 * 66)).collect(
            Collectors.joining());
        assertEquals(Hex.digits(Hex.hex(CapturedFrames.TCP_GSO), 12 + 66, 299), payload);
    }

    @Test
    void shouldShowAFrameThatCannotBeFinishedAsItCame() throws IOException
    {
        final String badStart = "0100000000 00 ffff 1000 0000" + CapturedFrames.ICMP_ECHO_REQUEST.substring(25);
        drainOne(CaptureSettings.everything(), badStart);
        assertEquals(Hex.digits(Hex.hex(CapturedFrames.ICMP_ECHO_REQUEST), 12, 66), shown.frames.get(0));
    }

    @Test
    void shouldStopAtTheCountInTheMidstOfAGsoFrame() throws IOException
    {
        try (CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            rig.sink.add(session.queue(0));
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            rig.receive(1, CapturedFrames.TCP_GSO);
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            final CaptureReader reader = reader(session, shown, 3);
            assertFalse(reader.isDone());
            reader.drain();
            assertTrue(reader.isDone());
            assertEquals(3, shown.frames.size());
        }
    }

    @Test
    void shouldMergeTheWorkersInTheOrderOfTime() throws IOException
    {
        try (CaptureSession session = twoWorkers())
        {
            final long startNs = rig.nowNs;
            for (int i = 0; i < 6; i++)
            {
                final CaptureRig worker = 0 == i % 3 ? otherWorker : rig;
                worker.nowNs = startNs + i;
                worker.receive(1, CapturedFrames.ARP_REQUEST);
            }
            reader(session, shown, Long.MAX_VALUE).drainLast();
            assertEquals(List.of(startNs, startNs + 1, startNs + 2, startNs + 3, startNs + 4, startNs + 5),
                shown.times);
        }
    }

    @Test
    void shouldHoldTheNewestFramesBackWhileAnotherWorkerMayHaveOlderOnes() throws IOException
    {
        try (CaptureSession session = twoWorkers())
        {
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            final CaptureReader reader = reader(session, shown, Long.MAX_VALUE);
            assertEquals(0, reader.drain());
            rig.nowNs += CaptureReader.REORDER_WINDOW_NS + 1;
            assertEquals(1, reader.drain());
        }
    }

    @Test
    void shouldCommentOnlyFramesThatBelongToASession() throws IOException
    {
        try (CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            rig.sink.add(session.queue(0));
            final int frame = rig.frame(1, CapturedFrames.TCP_GSO);
            rig.sink.onReceived(frame);
            rig.pool.frames().session(frame, 34);
            rig.sink.onTransmitted(frame, 2);
            rig.pool.release(frame);
            rig.receive(1, CapturedFrames.ARP_REQUEST); // in the same cell
            reader(session, shown, Long.MAX_VALUE).drain();
            assertEquals(Arrays.asList(null, null, null, "session 34", "session 34", "session 34", null),
                shown.comments);
        }
    }

    @Test
    void shouldFlushOnceABatch() throws IOException
    {
        try (CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            rig.sink.add(session.queue(0));
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            rig.receive(1, CapturedFrames.ARP_REPLY);
            final CaptureReader reader = reader(session, shown, Long.MAX_VALUE);
            reader.drain();
            reader.drain();
            assertEquals(1, shown.flushes);
        }
    }

    @Test
    void shouldPassOnThatTheClientHasGone()
    {
        try (CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            rig.sink.add(session.queue(0));
            rig.receive(1, CapturedFrames.ARP_REQUEST);
            final CaptureWriter gone = new TextWriter(new GoneClient(), ZoneOffset.UTC, session);
            final CaptureReader reader = reader(session, gone, Long.MAX_VALUE);
            assertEquals("Broken pipe", assertThrows(IOException.class, reader::drain).getMessage());
        }
    }

    private CaptureSession twoWorkers()
    {
        final CaptureSession session = new CaptureSession(CaptureSettings.everything(),
            PortSelection.all(CaptureRig.MAX_PORTS), 2, CaptureSession.MIN_RING_BYTES);
        rig.sink.add(session.queue(0));
        otherWorker.sink.add(session.queue(1));
        return session;
    }

    private void drainOne(final CaptureSettings settings, final String vnetHeaderAndFrame) throws IOException
    {
        try (CaptureSession session = CaptureRig.session(settings))
        {
            rig.sink.add(session.queue(0));
            rig.receive(1, vnetHeaderAndFrame);
            reader(session, shown, Long.MAX_VALUE).drain();
            rig.sink.remove(session.queue(0));
        }
    }

    private CaptureReader reader(final CaptureSession session, final CaptureWriter writer, final long count)
    {
        return new CaptureReader(session, (port) -> "port" + port, (reference) -> "session " + reference,
            () -> rig.nowNs, writer, count);
    }

    /** Zero when the checksum is right. */
    private static int transportChecksum(final String frame)
    {
        final UnsafeBuffer buffer = Hex.hex(frame);
        final Ipv4Header ip = new Ipv4Header().wrap(buffer, ETHERNET_BYTES);
        assertEquals(buffer.capacity() - ETHERNET_BYTES, ip.totalLength());
        final int sum = InternetChecksum.pseudoHeader(ip.source(), ip.destination(), IpProtocol.TCP,
            ip.payloadLength()) + InternetChecksum.sum(buffer, ip.payloadOffset(), ip.payloadLength());
        return InternetChecksum.complement(sum);
    }
}
