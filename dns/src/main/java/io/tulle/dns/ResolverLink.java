package io.tulle.dns;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The two rings between one worker and the resolver's thread: questions that the worker has no answer to, and TCP, go
 * over; frames with answers come back. What a client may have in the ring at once is limited, so that a flood from one
 * container leaves room for all others.
 * <pre>
 *   to the resolver:  | port 4 | network offset 4 | transport offset 4 | 4 | received, ns 8 | frame ...
 *   to the worker:    | port 4 | 4 | frame ...
 * </pre>
 * Offsets count from the frame's Ethernet header. Checksums of frames to the worker are complete, so no virtio-net
 * header goes with them.
 */
public final class ResolverLink
{
    /** A question by UDP. */
    public static final int QUESTION = 1;
    /** A question that was answered from the cache, whose answer should be asked for again before it is too old. */
    public static final int REFRESH = 2;
    /** A TCP segment, or several in one frame. */
    public static final int SEGMENT = 3;

    private static final int ANSWER = 4;
    private static final int RING_BYTES = 1 << 20;
    private static final int PORT_OFFSET = 0;
    private static final int NETWORK_OFFSET = 4;
    private static final int TRANSPORT_OFFSET = 8;
    private static final int RECEIVED_OFFSET = 16;
    private static final int FRAME_OFFSET = 24;
    private static final int ANSWER_FRAME_OFFSET = 8;

    /** Takes what a worker handed over. */
    @FunctionalInterface
    public interface Handler
    {
        /** @param frame offset of the Ethernet header in the buffer, which is the ring's: copy what is to stay */
        void onFrame(int type, int port, DirectBuffer buffer, int frame, int length, int networkOffset,
            int transportOffset, long receivedNs);
    }

    /** Takes an answer's frame, on the worker. */
    interface AnswerHandler
    {
        void onAnswer(int port, DirectBuffer buffer, int frame, int length);
    }

    private final RingBuffer toResolver;
    private final RingBuffer toWorker;
    private final AtomicLong signals = new AtomicLong();
    private final FrameDescriptor frames;
    private final UnsafeBuffer pool;
    private final RingShares shares;
    private final Runnable wakeResolver;
    private final Wakeup wakeup;
    private final MessageHandler toHandler = this::onFrame;
    private final MessageHandler toAnswerHandler = this::onAnswer;
    private Handler handler; // the resolver's thread alone
    private AnswerHandler answerHandler; // the worker alone

    /**
     * @param wakeResolver ends the resolver's wait
     * @param wakeup       ends the worker's
     */
    public ResolverLink(final FramePool pool, final int maxPorts, final Runnable wakeResolver, final Wakeup wakeup)
    {
        this(pool, maxPorts, wakeResolver, wakeup, RING_BYTES);
    }

    ResolverLink(final FramePool pool, final int maxPorts, final Runnable wakeResolver, final Wakeup wakeup,
        final int ringBytes)
    {
        toResolver = ring(ringBytes);
        toWorker = ring(ringBytes);
        this.frames = pool.frames();
        this.pool = pool.buffer();
        this.shares = new RingShares(maxPorts);
        this.wakeResolver = wakeResolver;
        this.wakeup = wakeup;
    }

    /** Copies a frame over. Called by the worker. @return false when the client or the ring has too many */
    public boolean offer(final int type, final int frame, final long nowNs)
    {
        final int port = frames.ingressPort(frame);
        final int length = frames.length(frame);
        if (!shares.isRoom(port, length))
        {
            return false;
        }
        final int offset = toResolver.tryClaim(type, FRAME_OFFSET + length);
        if (offset < 0)
        {
            return false;
        }
        copy(toResolver.buffer(), offset, frame, length, nowNs);
        shares.put(port, length);
        toResolver.commit(offset);
        wakeResolver.run();
        return true;
    }

    /** Takes what is there, at most so many. Called by the resolver's thread. */
    public int poll(final Handler handler, final int limit)
    {
        this.handler = handler;
        return toResolver.read(toHandler, limit);
    }

    /**
     * Sends a frame out by a port, with its checksum complete. Called by the resolver's thread.
     *
     * @param frame offset of the Ethernet header
     * @return false when the ring is full or the frame longer than a cell: it is lost, as on any network
     */
    public boolean send(final int port, final DirectBuffer buffer, final int frame, final int length)
    {
        final int offset = length > FramePool.FRAME_CAPACITY_BYTES ? RingBuffer.INSUFFICIENT_CAPACITY :
            toWorker.tryClaim(ANSWER, ANSWER_FRAME_OFFSET + length);
        if (offset < 0)
        {
            return false;
        }
        toWorker.buffer().putInt(offset + PORT_OFFSET, port);
        toWorker.buffer().putBytes(offset + ANSWER_FRAME_OFFSET, buffer, frame, length);
        toWorker.commit(offset);
        wakeup.signal();
        signals.setRelease(signals.getPlain() + 1); // pairs with acquire in signals
        return true;
    }

    /** Called by the worker. @return how often it was signalled, or a little less: never more */
    long signals()
    {
        return signals.getAcquire();
    }

    /** Called by the worker. */
    boolean hasAnswers()
    {
        return toWorker.consumerPosition() != toWorker.producerPosition();
    }

    /** Takes the frames that are there, at most so many. Called by the worker. */
    int receive(final AnswerHandler handler, final int limit)
    {
        answerHandler = handler;
        return toWorker.read(toAnswerHandler, limit);
    }

    Wakeup wakeup()
    {
        return wakeup;
    }

    private void copy(final MutableDirectBuffer ring, final int offset, final int frame, final int length,
        final long nowNs)
    {
        final int dataOffset = frames.dataOffset(frame);
        ring.putInt(offset + PORT_OFFSET, frames.ingressPort(frame));
        ring.putInt(offset + NETWORK_OFFSET, frames.networkOffset(frame) - dataOffset);
        ring.putInt(offset + TRANSPORT_OFFSET, frames.transportOffset(frame) - dataOffset);
        ring.putLong(offset + RECEIVED_OFFSET, nowNs);
        ring.putBytes(offset + FRAME_OFFSET, pool, dataOffset, length);
    }

    private void onFrame(final int type, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int port = buffer.getInt(offset + PORT_OFFSET);
        shares.take(port, length - FRAME_OFFSET);
        handler.onFrame(type, port, buffer, offset + FRAME_OFFSET, length - FRAME_OFFSET,
            buffer.getInt(offset + NETWORK_OFFSET), buffer.getInt(offset + TRANSPORT_OFFSET),
            buffer.getLong(offset + RECEIVED_OFFSET));
    }

    private void onAnswer(final int type, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        answerHandler.onAnswer(buffer.getInt(offset + PORT_OFFSET), buffer, offset + ANSWER_FRAME_OFFSET,
            length - ANSWER_FRAME_OFFSET);
    }

    private static RingBuffer ring(final int bytes)
    {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(
            bytes + RingBufferDescriptor.TRAILER_LENGTH)));
    }
}
