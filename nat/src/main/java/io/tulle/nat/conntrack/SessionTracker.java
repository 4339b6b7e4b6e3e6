package io.tulle.nat.conntrack;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.IpProtocol;

/**
 * Notes in a session that a packet of it passed: its counters, its age, and what the packet did to its state. Called by
 * the worker.
 */
public final class SessionTracker
{
    private static final int TCP_FLAGS_OFFSET = 13;

    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final WorkerClock clock;

    public SessionTracker(final WorkerContext context)
    {
        frames = context.pool().frames();
        bytes = new FrameBytes(context.pool().buffer());
        clock = context.clock();
    }

    /** Both directions refresh (RFC 4787 REQ-6, REQ-6a). The frame's transport header was found whole. */
    public void onPacket(final int frame, final SessionDescriptor session, final int direction)
    {
        final int state = session.state();
        final int next = IpProtocol.TCP == frames.protocol(frame) ?
            TcpStateMachine.next(state, direction, bytes.getByte(frames.transportOffset(frame) + TCP_FLAGS_OFFSET)) :
            replied(state, direction);
        if (state != next) // a line that nobody writes stays in every worker's cache
        {
            session.state(next);
        }
        session.seen(direction, clock.seconds(), frames.networkLength(frame));
    }

    private static int replied(final int state, final int direction)
    {
        return SessionState.UNREPLIED == state && Direction.REPLY == direction ? SessionState.REPLIED : state;
    }
}
