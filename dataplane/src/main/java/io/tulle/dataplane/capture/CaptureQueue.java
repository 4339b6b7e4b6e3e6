package io.tulle.dataplane.capture;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.OffHeapMemory;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Carries the frames that one capture wants from one worker to the reader. The worker offers and never waits: when the
 * ring is full, the captured frame is lost and counted. The reader's side sees one frame at a time, the oldest.
 */
public final class CaptureQueue
{
    /** What {@link #headTimeNs} answers when no frame is there. */
    static final long EMPTY = Long.MAX_VALUE;

    private final VnetHeader vnet = new VnetHeader();
    private final CaptureRecord record = new CaptureRecord();
    private final CaptureRecord head = new CaptureRecord();
    private final ControlledMessageHandler peek = this::onPeek;
    private final CaptureSession session;
    private final CaptureSettings settings;
    private final OffHeapMemory memory;
    private final OneToOneRingBuffer ring;
    private final CaptureCounts captured;
    private final CaptureCounts lost;
    private long headTimeNs = EMPTY;

    CaptureQueue(final CaptureSession session, final int ringBytes, final int maxPorts)
    {
        this.session = session;
        settings = session.settings();
        captured = new CaptureCounts(maxPorts);
        lost = new CaptureCounts(maxPorts);
        memory = new OffHeapMemory(ringBytes + RingBufferDescriptor.TRAILER_LENGTH, true);
        ring = new OneToOneRingBuffer(memory.buffer());
    }

    /** Copies the frame if this capture wants it. Called by the worker. */
    void offer(final FrameDescriptor frames, final int frame, final int port, final CaptureEvent event,
        final DropReason reason, final WorkerClock clock)
    {
        if (isWanted(event, port) && matches(frames, frame))
        {
            copy(frames, frame, port, event, reason, clock);
        }
    }

    private boolean isWanted(final CaptureEvent event, final int port)
    {
        return (CaptureEvent.DROPPED == event || !settings.isDropsOnly()) && session.selection().contains(port);
    }

    private boolean matches(final FrameDescriptor frames, final int frame)
    {
        final int lengthBytes = frames.length(frame);
        final long address = frames.buffer().addressOffset() + frames.dataOffset(frame);
        return settings.filter().matches(address, lengthBytes, lengthBytes);
    }

    private void copy(final FrameDescriptor frames, final int frame, final int port, final CaptureEvent event,
        final DropReason reason, final WorkerClock clock)
    {
        final int lengthBytes = frames.length(frame);
        final int keptBytes = keptBytes(frames, frame, lengthBytes);
        final int index = ring.tryClaim(CaptureRecord.TYPE, CaptureRecord.HEADER_BYTES + keptBytes);
        if (index < 0)
        {
            lost.increment(port);
            return;
        }
        record.wrap(memory.buffer(), index)
            .header(clock.epochNanos(), port, event, reason)
            .session(frames.session(frame))
            .bytes(frames.buffer(), frames.vnetHeaderOffset(frame), lengthBytes, keptBytes);
        ring.commit(index);
        captured.increment(port);
    }

    /** A checksum to complete, or a frame to segment, needs every byte; the reader cuts to the snaplen afterwards. */
    private int keptBytes(final FrameDescriptor frames, final int frame, final int lengthBytes)
    {
        vnet.wrap(frames.buffer(), frames.vnetHeaderOffset(frame));
        final boolean isUnfinished = vnet.needsChecksum() || vnet.isGso();
        return isUnfinished ? lengthBytes : Math.min(lengthBytes, settings.snaplenBytes());
    }

    /** @return when the oldest frame was captured, or {@link #EMPTY}. Called by the reader. */
    long headTimeNs()
    {
        // twice, since the end of the ring may hold nothing but padding
        for (int i = 0; i < 2 && EMPTY == headTimeNs; i++)
        {
            ring.controlledRead(peek, 1);
        }
        return headTimeNs;
    }

    /** Hands the oldest frame, whose time was asked for, to the handler and frees its place. Called by the reader. */
    void read(final ControlledMessageHandler handler)
    {
        headTimeNs = EMPTY;
        ring.controlledRead(handler, 1);
    }

    /** @return the memory that a record's offsets point into. */
    UnsafeBuffer buffer()
    {
        return memory.buffer();
    }

    long captured(final int port)
    {
        return captured.get(port);
    }

    long captured()
    {
        return captured.total();
    }

    long lost(final int port)
    {
        return lost.get(port);
    }

    long lost()
    {
        return lost.total();
    }

    void free()
    {
        memory.close();
    }

    private ControlledMessageHandler.Action onPeek(
        final int type, final MutableDirectBuffer buffer, final int index, final int lengthBytes)
    {
        headTimeNs = head.wrap(memory.buffer(), index).timeNs();
        return ControlledMessageHandler.Action.ABORT;
    }
}
