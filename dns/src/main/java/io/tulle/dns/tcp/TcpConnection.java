package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.TcpHeader;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One client's connection from its SYN on (RFC 9293 3.10): answers what is asked, sends again what was lost, and closes
 * when the client does, when nothing was asked for a while, or when asked to. Used by the resolver's thread.
 *
 * <p>Whatever happens, a segment, an answer or a timer, ends in {@link #settle}, which reads questions, sends what may
 * go, and acknowledges. An answer may come while questions are read; then that settles for it. An answer comes without
 * the time, so its timer is set by {@link #arm}, which whoever knows the time next calls.
 */
final class TcpConnection
{
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10); // RFC 7766 6.2.3: a few seconds
    // two maximum segment lifetimes in memory of one machine: no frame is older than a full queue
    private static final long TIME_WAIT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_SYN_TRIES = 5; // 12.6 s
    private static final int MAX_TRIES = 8; // 51 s; RFC 6429 allows to end one whose window stays closed, too

    private final ConnectionKey key;
    private final TcpCounters counters;
    private final ReceiveStream receive;
    private final SendStream send;
    private final QuestionReader questions;
    private final ConnectionOutput output;
    private final RetransmissionTimer timer = new RetransmissionTimer();
    private TcpState state = TcpState.SYN_RECEIVED;
    private long activeNs;
    private boolean isReading;

    /** @param handler takes each message */
    TcpConnection(final ConnectionKey key, final Segment syn, final int initialSequenceNumber,
        final SegmentWriter writer, final BiConsumer<TcpConnection, byte[]> handler, final TcpCounters counters)
    {
        this.key = key;
        this.counters = counters;
        final int clientSegmentSize = syn.maximumSegmentSize();
        receive = new ReceiveStream(syn.sequenceNumber());
        send = new SendStream(initialSequenceNumber, syn, writer.segmentSize(key, clientSegmentSize));
        questions = new QuestionReader(receive, (message) -> handler.accept(this, message));
        output = new ConnectionOutput(key, writer, receive, send, clientSegmentSize);
        output.mac(syn.sourceMac());
    }

    /** Sends the SYN's acknowledgment. */
    void open(final long nowNs)
    {
        activeNs = nowNs;
        output.sendSynAck();
        arm(nowNs);
    }

    ConnectionKey key()
    {
        return key;
    }

    TcpState state()
    {
        return state;
    }

    boolean isClosed()
    {
        return TcpState.CLOSED == state;
    }

    /** Open, with no question and no answer under way. */
    boolean isIdle()
    {
        return TcpState.ESTABLISHED == state && questions.isIdle() && !send.isPending();
    }

    /** @return whether the client began anew, so that this connection is of no use any more. */
    boolean isReplacedBy(final Segment segment)
    {
        return segment.isStart() &&
            (TcpState.SYN_RECEIVED == state && segment.sequenceNumber() != receive.initialSequenceNumber() ||
            // RFC 9293 3.10.7.4: in TIME-WAIT, beyond all that was received
            TcpState.TIME_WAIT == state && segment.sequenceNumber() - receive.next() >= 0);
    }

    void onSegment(final Segment segment, final long nowNs)
    {
        output.mac(segment.sourceMac());
        process(segment, nowNs);
        settle();
        arm(nowNs);
    }

    /** @param message null for none; the connection then ends after the other answers */
    void answer(final byte[] message)
    {
        if (isClosed())
        {
            return;
        }
        questions.onAnswered();
        if (null == message || message.length > ReceiveStream.CAPACITY)
        {
            questions.end();
        }
        else if (!send.offer(message))
        {
            abort(TcpEvent.CUT_OFF);
        }
        settle();
    }

    /** Ends it: its client has left too much unread, or sent too much that is no question yet. */
    void cutOff()
    {
        if (!isClosed())
        {
            abort(TcpEvent.CUT_OFF);
        }
    }

    /** @return octets that came and were not read. */
    int heldBytes()
    {
        return receive.heldBytes();
    }

    /** @return octets of answers that the client has not acknowledged. */
    int unreadBytes()
    {
        return send.queue().length();
    }

    /** Sets the timer for what was sent since the time was last known. */
    void arm(final long nowNs)
    {
        timer.arm(nowNs, send.isPending());
    }

    /** When {@link #onTime} has something to do. */
    long deadlineNs()
    {
        return switch (state)
        {
            case CLOSED -> RetransmissionTimer.NEVER;
            case TIME_WAIT -> activeNs + TIME_WAIT_NS;
            case FIN_WAIT_2 -> activeNs + IDLE_NS;
            default -> isIdle() ? activeNs + IDLE_NS : timer.deadlineNs();
        };
    }

    void onTime(final long nowNs)
    {
        if (nowNs < deadlineNs())
        {
            return;
        }
        if (TcpState.TIME_WAIT == state || TcpState.FIN_WAIT_2 == state)
        {
            forget();
        }
        else if (isIdle())
        {
            questions.end();
            settle();
        }
        else
        {
            retransmit();
        }
        arm(nowNs);
    }

    /** Forgets all, and tells nobody. */
    void forget()
    {
        state = TcpState.CLOSED;
        send.queue().clear();
        receive.discard();
    }

    private void process(final Segment segment, final long nowNs)
    {
        if (TcpState.SYN_RECEIVED == state && segment.isStart())
        {
            output.sendSynAck();
        }
        else if (!receive.isAcceptable(segment))
        {
            onStale(segment, nowNs);
        }
        else if (segment.has(TcpHeader.RST))
        {
            onReset(segment);
        }
        else if (segment.has(TcpHeader.SYN))
        {
            output.oweAck(); // RFC 5961 4.2: a client that really begins anew answers it with the right RST
        }
        else if (segment.has(TcpHeader.ACK) && acknowledge(segment, nowNs))
        {
            take(segment, nowNs);
        }
    }

    private void onStale(final Segment segment, final long nowNs)
    {
        if (segment.has(TcpHeader.RST))
        {
            return;
        }
        output.oweAck();
        if (TcpState.TIME_WAIT == state)
        {
            activeNs = nowNs; // its FIN again: the ACK was lost
        }
    }

    /** RFC 5961 3.2: only the very next sequence number is believed. */
    private void onReset(final Segment segment)
    {
        if (segment.sequenceNumber() == receive.next())
        {
            counters.add(TcpEvent.RESET);
            forget();
        }
        else
        {
            output.oweAck();
        }
    }

    /** @return whether the rest of the segment counts */
    private boolean acknowledge(final Segment segment, final long nowNs)
    {
        final int number = segment.acknowledgmentNumber();
        if (TcpState.SYN_RECEIVED == state)
        {
            if (!send.isSynAcknowledgment(number))
            {
                output.refuse(number);
                return false;
            }
            state = TcpState.ESTABLISHED;
        }
        else if (send.isTooFar(number))
        {
            output.oweAck();
            return false;
        }
        if (send.acknowledge(segment))
        {
            activeNs = nowNs;
            timer.onProgress();
        }
        state = send.isFinAcknowledged() ? state.finAcknowledged() : state;
        return true;
    }

    private void take(final Segment segment, final long nowNs)
    {
        if (0 < segment.octets())
        {
            output.oweAck();
        }
        if (!state.mayReceive())
        {
            return;
        }
        if (receive.take(segment) && TcpState.ESTABLISHED == state)
        {
            activeNs = nowNs;
        }
        if (receive.takeFin(segment))
        {
            activeNs = nowNs;
            state = state.finReceived();
        }
    }

    private void settle()
    {
        if (isReading)
        {
            return;
        }
        read();
        if (questions.isFinished() && state.isOpen())
        {
            send.offerFin();
            state = state.finQueued();
        }
        if (!isClosed())
        {
            output.flush();
            output.acknowledge();
        }
    }

    private void read()
    {
        if (state.isOpen())
        {
            isReading = true;
            questions.read(send, TcpState.CLOSE_WAIT == state);
            isReading = false;
        }
    }

    private void retransmit()
    {
        final boolean isHalfOpen = TcpState.SYN_RECEIVED == state;
        if (!timer.onDue(isHalfOpen ? MAX_SYN_TRIES : MAX_TRIES))
        {
            abort(TcpEvent.TIMED_OUT);
            return;
        }
        counters.add(TcpEvent.RETRANSMITTED);
        if (isHalfOpen)
        {
            output.sendSynAck();
        }
        else
        {
            output.retransmit();
        }
    }

    private void abort(final TcpEvent why)
    {
        counters.add(why);
        if (TcpState.SYN_RECEIVED != state)
        {
            output.reset();
        }
        forget();
    }
}
