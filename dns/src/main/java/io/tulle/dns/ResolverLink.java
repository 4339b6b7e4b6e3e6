package io.tulle.dns;

import io.tulle.dataplane.FramePool;
import org.agrona.DirectBuffer;

/**
 * The two rings between one worker and the resolver's thread: questions that the worker has no answer to, and TCP, go
 * over; frames with answers come back. What a client may have in the ring at once is limited, so that a flood from one
 * container leaves room for all others.
 * <pre>
 *   to the resolver:  | type | port 4 | network offset 4 | transport offset 4 | 4 | received, ns 8 | frame ...
 *   to the worker:    | port 4 | 4 | virtio-net header 12 | frame ...
 * </pre>
 * Offsets count from the frame's Ethernet header.
 */
public final class ResolverLink
{
    /** A question by UDP. */
    public static final int QUESTION = 1;
    /** A question that was answered from the cache, whose answer should be asked for again before it is too old. */
    public static final int REFRESH = 2;
    /** A TCP segment, or several in one frame. */
    public static final int SEGMENT = 3;

    /** Takes what a worker handed over. */
    @FunctionalInterface
    public interface Handler
    {
        /** @param frame offset of the Ethernet header in the buffer, which is the ring's: copy what is to stay */
        void onFrame(int type, int port, DirectBuffer buffer, int frame, int length, int networkOffset,
            int transportOffset, long receivedNs);
    }

    /**
     * @param wakeResolver ends the resolver's wait
     * @param wakeup       ends the worker's
     */
    public ResolverLink(final FramePool pool, final int maxPorts, final Runnable wakeResolver, final Wakeup wakeup)
    {
        throw new UnsupportedOperationException();
    }

    /** Copies a frame over. Called by the worker. @return false when the client or the ring has too many */
    public boolean offer(final int type, final int frame, final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Takes what is there, at most so many. Called by the resolver's thread. */
    public int poll(final Handler handler, final int limit)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a frame out by a port, with its checksum complete. Called by the resolver's thread.
     *
     * @param frame offset of the Ethernet header
     * @return false when the ring is full: the frame is lost, as on any network
     */
    public boolean send(final int port, final DirectBuffer buffer, final int frame, final int length)
    {
        throw new UnsupportedOperationException();
    }
}
