package io.tulle.nat.mapping;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.Tuple;

/**
 * Tells in which state a session begins with a packet, if one may begin with it at all. Called by the worker, for
 * frames whose transport header was found whole.
 */
final class FirstPacket
{
    /** No session begins with the packet. */
    static final int NO_START = 0;

    private static final int TCP_FLAGS_OFFSET = 13;
    private static final int TCP_FLAGS = TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN;

    private final FrameDescriptor frames;
    private final FrameBytes bytes;

    FirstPacket(final FramePool pool)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
    }

    /** @return the state, or {@link #NO_START}. @param isPickedUp whether TCP may begin in its midst */
    int state(final int frame, final Tuple tuple, final boolean isPickedUp)
    {
        return switch (tuple.protocol())
        {
            case IpProtocol.TCP -> tcpState(frame, isPickedUp);
            // an answer has its identifier as destination port
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> 0 == tuple.destinationPort() ? SessionState.ICMP_QUERY :
                NO_START;
            default -> SessionState.UNREPLIED;
        };
    }

    /** As the kernel's conntrack does: with SYN a connection begins, and with ACK one goes on that was forgotten. */
    private int tcpState(final int frame, final boolean isPickedUp)
    {
        final int flags = bytes.getByte(frames.transportOffset(frame) + TCP_FLAGS_OFFSET) & TCP_FLAGS;
        if (TcpHeader.SYN == flags)
        {
            return SessionState.TCP_SYN_SENT;
        }
        return isPickedUp && TcpHeader.ACK == (flags & ~TcpHeader.FIN) ? SessionState.TCP_PICKED_UP : NO_START;
    }
}
