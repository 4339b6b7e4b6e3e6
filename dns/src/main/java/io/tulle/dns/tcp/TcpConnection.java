package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.TcpHeader;

import java.util.concurrent.TimeUnit;

/**
 * One client's connection from its SYN on (RFC 9293 3.10): answers what is asked, sends again what was lost, and closes
 * when the client does, when nothing was asked for a while, or when asked to. Used by the resolver's thread.
 *
 * <p>Whatever happens, a segment, an answer or a timer, ends in {@link #settle}, which reads questions, sends what may
 * go, and acknowledges alone only what went with no answer. An answer may come while questions are read; then that
 * settles for it. An answer comes without the time, so timers are set by whoever knows it next.
 */
final class TcpConnection
{
    static final long NEVER = Long.MAX_VALUE;

    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10); // RFC 7766 6.2.3: a few seconds
    // two maximum segment lifetimes in memory of one machine: a frame is not older than a full queue
    private static final long TIME_WAIT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRANSMISSION_NS = TimeUnit.MILLISECONDS.toNanos(200); // what Linux waits at least
    private static final int MAX_DOUBLINGS = 6; // to 12.8 s
    private static final int MAX_TRIES = 8; // 51 s; RFC 6429 allows it of a window that stays closed, too
    private static final int MAX_SYN_TRIES = 5;
    private static final int MAX_UNANSWERED = 64;
    private static final int MAX_UNREAD = 0xFFFF; // octets of answers after which no question is read

    private final ConnectionKey key;
    private final SegmentWriter writer;
    private final Questions questions;
    private final TcpCounters counters;
    private final ReceiveStream receive;
    private final SendStream send;
    private final int clientSegmentSize;
    private TcpState state = TcpState.SYN_RECEIVED;
    private long mac;
    private long activeNs;
    private long retransmissionNs = NEVER;
    private int tries;
    private int unanswered;
    private boolean isEnding;
    private boolean isBusy;
    private boolean owesAck;
    private boolean hasRead;

    /** Takes a whole message of a connection. */
    @FunctionalInterface
    interface Questions
    {
        void onMessage(TcpConnection connection, byte[] message);
    }

    TcpConnection(final ConnectionKey key, final Segment syn, final int initialSequenceNumber,
        final SegmentWriter writer, final Questions questions, final TcpCounters counters)
    {
        this.key = key;
        this.writer = writer;
        this.questions = questions;
        this.counters = counters;
        clientSegmentSize = syn.maximumSegmentSize();
        receive = new ReceiveStream(syn.sequenceNumber());
        send = new SendStream(initialSequenceNumber, syn, segmentSize());
        mac = syn.sourceMac();
    }

    /** Sends the SYN's acknowledgment. */
    void open(final long nowNs)
    {
        activeNs = nowNs;
        sendSynAck();
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
        return TcpState.ESTABLISHED == state && 0 == unanswered && !send.isPending();
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
        mac = segment.sourceMac();
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
        unanswered--;
        if (null == message || message.length > 0xFFFF || 0 == message.length)
        {
            end();
        }
        else if (!send.offer(message))
        {
            counters.add(TcpEvent.CUT_OFF);
            abort();
        }
        settle();
    }

    /** Sets the timers for what was read and sent since the time was last known. */
    void arm(final long nowNs)
    {
        // questions keep a connection from being idle; a part of one does not
        activeNs = hasRead ? nowNs : activeNs;
        hasRead = false;
        if (!send.isPending())
        {
            retransmissionNs = NEVER;
        }
        else if (NEVER == retransmissionNs)
        {
            retransmissionNs = nowNs + (RETRANSMISSION_NS << Math.min(tries, MAX_DOUBLINGS));
        }
    }

    /** When {@link #onTime} has something to do. */
    long deadlineNs()
    {
        return switch (state)
        {
            case CLOSED -> NEVER;
            case TIME_WAIT -> activeNs + TIME_WAIT_NS;
            case FIN_WAIT_2 -> activeNs + IDLE_NS;
            default -> isIdle() ? activeNs + IDLE_NS : retransmissionNs;
        };
    }

    void onTime(final long nowNs)
    {
        if (nowNs < deadlineNs())
        {
            return;
        }
        switch (state)
        {
            case TIME_WAIT, FIN_WAIT_2 -> state = TcpState.CLOSED;
            default ->
            {
                if (isIdle())
                {
                    end();
                    settle();
                    arm(nowNs);
                }
                else
                {
                    retransmit(nowNs);
                }
            }
        }
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
            sendSynAck();
        }
        else if (!receive.isAcceptable(segment))
        {
            owesAck = !segment.has(TcpHeader.RST);
            activeNs = TcpState.TIME_WAIT == state ? nowNs : activeNs; // its FIN again: our ACK was lost
        }
        else if (segment.has(TcpHeader.RST))
        {
            onReset(segment);
        }
        else if (segment.has(TcpHeader.SYN))
        {
            owesAck = true; // RFC 5961 4.2: a client that really begins anew answers it with the right RST
        }
        else if (segment.has(TcpHeader.ACK) && acknowledge(segment, nowNs))
        {
            take(segment, nowNs);
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
            owesAck = true;
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
                to().send(TcpHeader.RST, number, 0, 0);
                return false;
            }
            state = TcpState.ESTABLISHED;
        }
        else if (send.isTooFar(number))
        {
            owesAck = true;
            return false;
        }
        if (send.acknowledge(segment))
        {
            progress(nowNs);
        }
        if (send.isFinAcknowledged())
        {
            state = state.finAcknowledged();
        }
        return true;
    }

    private void progress(final long nowNs)
    {
        activeNs = nowNs;
        tries = 0;
        retransmissionNs = NEVER;
    }

    private void take(final Segment segment, final long nowNs)
    {
        owesAck = 0 < segment.octets();
        if (!mayReceive())
        {
            return;
        }
        receive.take(segment);
        if (receive.takeFin(segment))
        {
            state = state.finReceived();
            activeNs = nowNs;
        }
    }

    private boolean mayReceive()
    {
        return TcpState.ESTABLISHED == state || TcpState.FIN_WAIT_1 == state || TcpState.FIN_WAIT_2 == state;
    }

    private void read()
    {
        while (mayRead())
        {
            final byte[] message = receive.poll();
            if (null == message)
            {
                isEnding |= TcpState.CLOSE_WAIT == state; // nothing more will come
                return;
            }
            hasRead = true;
            if (0 == message.length)
            {
                end(); // no message is without a header, so the client is out of step
                return;
            }
            unanswered++;
            questions.onMessage(this, message);
        }
    }

    private boolean mayRead()
    {
        return (TcpState.ESTABLISHED == state || TcpState.CLOSE_WAIT == state) && !isEnding &&
            unanswered < MAX_UNANSWERED && send.queue().length() < MAX_UNREAD;
    }

    /** No more questions; what was asked is answered. What still comes is thrown away, for the client to ask again. */
    private void end()
    {
        isEnding = true;
        receive.discard();
    }

    private void settle()
    {
        if (isBusy || isClosed())
        {
            return;
        }
        isBusy = true;
        read();
        isBusy = false;
        if (isClosed())
        {
            return;
        }
        if (isEnding && 0 == unanswered)
        {
            send.offerFin();
            state = state.finQueued();
        }
        flush();
        if (owesAck || receive.hasReopened(segmentSize()))
        {
            sendNow(TcpHeader.ACK, 0);
        }
    }

    private void flush()
    {
        if (TcpState.SYN_RECEIVED == state)
        {
            return;
        }
        final int segmentSize = segmentSize();
        for (int octets = send.sendable(segmentSize); 0 < octets; octets = send.sendable(segmentSize))
        {
            sendNext(octets);
        }
    }

    private void retransmit(final long nowNs)
    {
        if (tries++ == (TcpState.SYN_RECEIVED == state ? MAX_SYN_TRIES : MAX_TRIES))
        {
            counters.add(TcpEvent.TIMED_OUT);
            abort();
            return;
        }
        counters.add(TcpEvent.RETRANSMITTED);
        if (TcpState.SYN_RECEIVED == state)
        {
            sendSynAck();
        }
        else
        {
            final int segmentSize = segmentSize();
            send.goBack(segmentSize);
            sendNext(Math.max(1, send.sendable(segmentSize))); // one octet into a closed window is a probe
        }
        retransmissionNs = NEVER;
        arm(nowNs);
    }

    private void sendNext(final int octets)
    {
        final int unsent = send.unsent();
        final int length = Math.min(octets, unsent);
        final int push = length == unsent ? TcpHeader.PSH : 0;
        final int flags = TcpHeader.ACK | (length < octets ? TcpHeader.FIN : 0) | (0 < length ? push : 0);
        sendNow(flags, length);
        send.sent(octets);
    }

    private void sendNow(final int flags, final int length)
    {
        owesAck = false;
        to().sendData(flags, send.next(), receive.next(), receive.window(segmentSize()), send.queue(),
            send.inFlight(), length);
    }

    private void sendSynAck()
    {
        to().sendSynAck(send.initialSequenceNumber(), receive.next(), ReceiveStream.CAPACITY);
    }

    /** Half open, nobody hears of it: the client has gone. */
    private void abort()
    {
        if (TcpState.SYN_RECEIVED != state)
        {
            to().send(TcpHeader.RST | TcpHeader.ACK, send.next(), receive.next(), 0);
        }
        forget();
    }

    private SegmentWriter to()
    {
        return writer.to(key, mac);
    }

    private int segmentSize()
    {
        return writer.segmentSize(key, clientSegmentSize);
    }
}
