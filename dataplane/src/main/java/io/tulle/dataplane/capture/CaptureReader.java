package io.tulle.dataplane.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.offload.SoftwareSegmenter;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes a capture's frames out of the workers' rings in the order of time, finishes checksums and segments in software,
 * and hands them to a writer. Runs on a thread of its own, never on a worker's.
 *
 * <p>Each ring is in order; between rings the oldest head goes first. A frame of another worker may still be on its way
 * into its ring, so with several workers the last {@link #REORDER_WINDOW_NS} wait for the next drain.
 */
public final class CaptureReader
{
    /** Reading the clock and copying a frame of 64 KiB takes a worker far less. */
    static final long REORDER_WINDOW_NS = 1_000_000;
    private static final int BATCH_FRAMES = 1024;

    private final CapturedFrame frame = new CapturedFrame();
    private final CaptureRecord record = new CaptureRecord();
    private final VnetHeader vnet = new VnetHeader();
    private final SoftwareSegmenter segmenter = new SoftwareSegmenter();
    private final UnsafeBuffer segment = new UnsafeBuffer(new byte[FramePool.FRAME_CAPACITY_BYTES]);
    private final ControlledMessageHandler show = this::onRecord;
    private final CaptureSession session;
    private final IntFunction<String> portNames;
    private final FrameCommenter commenter;
    private final EpochNanoClock clock;
    private final CaptureWriter writer;
    private long remaining;
    private CaptureQueue queue;

    /**
     * @param portNames what a user calls the port of that index
     * @param commenter says which session a frame belongs to
     * @param count     after how many frames, as the writer sees them, it is done
     */
    public CaptureReader(final CaptureSession session, final IntFunction<String> portNames,
        final FrameCommenter commenter, final EpochNanoClock clock, final CaptureWriter writer, final long count)
    {
        this.session = session;
        this.portNames = portNames;
        this.commenter = commenter;
        this.clock = clock;
        this.writer = writer;
        this.remaining = count;
    }

    /** @return whether as many frames as asked for were handed out. */
    public boolean isDone()
    {
        return 0 == remaining;
    }

    /**
     * Hands out a batch of what is there, then flushes the writer. Under a stream without end it comes back, too.
     *
     * @return how many captured frames were taken from the rings
     */
    public int drain() throws IOException
    {
        return drain(1 == session.workers() ? CaptureQueue.EMPTY : clock.nanoTime() - REORDER_WINDOW_NS);
    }

    /** Hands out all that is left, when the workers capture no more. */
    public void drainLast() throws IOException
    {
        int taken;
        do
        {
            taken = drain(CaptureQueue.EMPTY);
        }
        while (0 < taken);
    }

    /** Has the writer write its sums. */
    public void finish() throws IOException
    {
        writer.finish(clock.nanoTime());
    }

    private int drain(final long endTimeNs) throws IOException
    {
        int taken = 0;
        try
        {
            while (taken < BATCH_FRAMES && !isDone() && takeOldest(endTimeNs))
            {
                taken++;
            }
        }
        catch (final UncheckedIOException ex)
        {
            throw ex.getCause(); // it was wrapped only to get through the ring's handler
        }
        if (0 < taken)
        {
            writer.flush();
        }
        return taken;
    }

    private boolean takeOldest(final long endTimeNs)
    {
        long oldestNs = endTimeNs;
        queue = null;
        for (int worker = 0; worker < session.workers(); worker++)
        {
            final long headNs = session.queue(worker).headTimeNs();
            if (headNs < oldestNs)
            {
                oldestNs = headNs;
                queue = session.queue(worker);
            }
        }
        if (null == queue)
        {
            return false;
        }
        queue.read(show);
        return true;
    }

    private Action onRecord(final int type, final MutableDirectBuffer ring, final int index, final int lengthBytes)
    {
        record.wrap(queue.buffer(), index);
        vnet.wrap(record.buffer(), record.vnetOffset());
        frame.seen(record.timeNs(), record.event(), record.reason())
            .port(record.port(), portNames.apply(record.port()))
            .comment(comment(record.session()));
        try
        {
            show();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return Action.CONTINUE;
    }

    private String comment(final int session)
    {
        return FrameDescriptor.NO_SESSION == session ? null : commenter.comment(session);
    }

    private void show() throws IOException
    {
        if (vnet.isGso() && segmenter.wrap(record.buffer(), record.dataOffset(), record.length(), vnet))
        {
            while (segmenter.hasNext() && !isDone())
            {
                final int segmentBytes = segmenter.next(segment, 0);
                write(segment, 0, segmentBytes, segmentBytes);
            }
            return;
        }
        // the record is the reader's own until it is freed; a frame that cannot be finished is shown as it came
        ChecksumCompletion.complete(record.buffer(), record.dataOffset(), record.length(), vnet);
        write(record.buffer(), record.dataOffset(), record.wireLength(), record.length());
    }

    private void write(final UnsafeBuffer buffer, final int offset, final int wireLengthBytes, final int lengthBytes)
        throws IOException
    {
        final int cutBytes = Math.min(lengthBytes, session.settings().snaplenBytes());
        writer.write(frame.bytes(buffer, offset, wireLengthBytes, cutBytes));
        remaining--;
    }
}
