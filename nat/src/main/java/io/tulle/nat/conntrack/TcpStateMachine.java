package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionState.TCP_CLOSING;
import static io.tulle.nat.conntrack.SessionState.TCP_ESTABLISHED;
import static io.tulle.nat.conntrack.SessionState.TCP_FIN_ORIGINAL;
import static io.tulle.nat.conntrack.SessionState.TCP_FIN_REPLY;
import static io.tulle.nat.conntrack.SessionState.TCP_INCOMING_SYN;
import static io.tulle.nat.conntrack.SessionState.TCP_PICKED_UP;
import static io.tulle.nat.conntrack.SessionState.TCP_SYN_RECEIVED;
import static io.tulle.nat.conntrack.SessionState.TCP_SYN_SENT;
import static io.tulle.nat.conntrack.SessionState.TCP_TRANSITORY;

import io.tulle.dataplane.wire.TcpHeader;

/**
 * Follows a TCP connection from outside, as far as a NAT must to choose its timer (RFC 6146 3.5.2 with the clarified
 * timers and RST of RFC 7857 2). A pure function; called by the worker.
 *
 * <p>It looks at flags only, never at sequence numbers or windows: whatever the endpoints exchange passes (RFC 5382
 * REQ-2), and a forged RST can shorten the timer of an open session to the transitory one, but not end it.
 * <pre>
 *   SYN_SENT, INCOMING_SYN --SYN of the other--> SYN_RECEIVED --ACK--> ESTABLISHED --FIN--> FIN_x --FIN--> CLOSING
 *                                                     \                  |    ^                |RST
 *                                                      `------RST-------v    | data           `-------> CLOSING
 *                                                                    TRANSITORY
 *   CLOSING, TRANSITORY --SYN of the beginner--> SYN_SENT: the ports are used again
 * </pre>
 */
public final class TcpStateMachine
{
    private static final int OPENING_FLAGS = TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN;

    private TcpStateMachine()
    {
    }

    /** @return whether a segment with these flags begins a connection: SYN without ACK, RST or FIN. */
    public static boolean isStart(final int tcpFlags)
    {
        return TcpHeader.SYN == (tcpFlags & OPENING_FLAGS);
    }

    /**
     * @param state     a TCP constant of {@link SessionState}; any other stays
     * @param direction that the segment walks in
     * @param tcpFlags  as in {@link TcpHeader#flags()}
     * @return the state after the segment
     */
    public static int next(final int state, final int direction, final int tcpFlags)
    {
        return switch (state)
        {
            case TCP_SYN_SENT, TCP_INCOMING_SYN -> afterOneSyn(state, direction, tcpFlags);
            case TCP_SYN_RECEIVED -> afterBothSyns(direction, tcpFlags);
            case TCP_ESTABLISHED -> whenOpen(TCP_ESTABLISHED, direction, tcpFlags);
            case TCP_FIN_ORIGINAL -> afterOneFin(TCP_FIN_ORIGINAL, Direction.REPLY, direction, tcpFlags);
            case TCP_FIN_REPLY -> afterOneFin(TCP_FIN_REPLY, Direction.ORIGINAL, direction, tcpFlags);
            case TCP_CLOSING -> beginsAnew(direction, tcpFlags) ? TCP_SYN_SENT : TCP_CLOSING;
            case TCP_TRANSITORY -> afterReset(direction, tcpFlags);
            case TCP_PICKED_UP -> afterPickUp(direction, tcpFlags);
            default -> state;
        };
    }

    /** RFC 6146 V4 INIT and V6 INIT: only the other side's SYN, alone (simultaneous open) or with ACK, goes on. */
    private static int afterOneSyn(final int state, final int direction, final int tcpFlags)
    {
        return Direction.REPLY == direction && has(tcpFlags, TcpHeader.SYN) && !has(tcpFlags, TcpHeader.RST) ?
            TCP_SYN_RECEIVED : state;
    }

    private static int afterBothSyns(final int direction, final int tcpFlags)
    {
        if (has(tcpFlags, TcpHeader.RST | TcpHeader.FIN))
        {
            return whenOpen(TCP_SYN_RECEIVED, direction, tcpFlags);
        }
        // a SYN with ACK of the beginner: simultaneous open, where each side acknowledges the other's SYN
        final boolean isAccepted = Direction.ORIGINAL == direction || !has(tcpFlags, TcpHeader.SYN);
        return isAccepted && has(tcpFlags, TcpHeader.ACK) ? TCP_ESTABLISHED : TCP_SYN_RECEIVED;
    }

    private static int whenOpen(final int state, final int direction, final int tcpFlags)
    {
        if (has(tcpFlags, TcpHeader.RST))
        {
            return TCP_TRANSITORY;
        }
        if (has(tcpFlags, TcpHeader.FIN))
        {
            return Direction.ORIGINAL == direction ? TCP_FIN_ORIGINAL : TCP_FIN_REPLY;
        }
        return state;
    }

    /** The half-open rest may send for long: it keeps the established timer until it closes, too. */
    private static int afterOneFin(final int state, final int openDirection, final int direction, final int tcpFlags)
    {
        final boolean isClosed = has(tcpFlags, TcpHeader.RST) ||
            openDirection == direction && has(tcpFlags, TcpHeader.FIN);
        return isClosed ? TCP_CLOSING : state;
    }

    /** RFC 6146 3.5.2.2 TRANS: anything but a RST shows that the RST was not believed. A SYN is no such sign. */
    private static int afterReset(final int direction, final int tcpFlags)
    {
        if (beginsAnew(direction, tcpFlags))
        {
            return TCP_SYN_SENT;
        }
        return isStart(tcpFlags) ? TCP_TRANSITORY : whenOpen(TCP_ESTABLISHED, direction, tcpFlags);
    }

    private static int afterPickUp(final int direction, final int tcpFlags)
    {
        if (beginsAnew(direction, tcpFlags))
        {
            return TCP_SYN_SENT;
        }
        return whenOpen(Direction.REPLY == direction ? TCP_ESTABLISHED : TCP_PICKED_UP, direction, tcpFlags);
    }

    /** The beginner uses its port again for the same destination before the NAT forgot the last connection. */
    private static boolean beginsAnew(final int direction, final int tcpFlags)
    {
        return Direction.ORIGINAL == direction && isStart(tcpFlags);
    }

    private static boolean has(final int tcpFlags, final int flags)
    {
        return 0 != (tcpFlags & flags);
    }
}
