package io.tulle.dns.tcp;

/**
 * What goes to a client: answers from the first octet on that it did not acknowledge, and how much of them may go now
 * (RFC 9293 3.4, 3.8.6). Used by the resolver's thread.
 * <pre>
 *        acknowledged | in flight              | may go now         | must wait
 *   ------------------+------------------------+--------------------+-----------
 *                     unacknowledged           next                 unacknowledged + min(window, congestion window)
 * </pre>
 * The congestion window begins with ten segments (RFC 6928) and only ever doubles until a timer falls due; then all is
 * sent again from one segment on. There is no queue between the client and us but those in memory of this machine, so
 * there is no path to be fair on, and duplicate acknowledgments are not counted.
 */
final class SendStream
{
    /** Octets after which a client that reads no answers is cut off: four of the longest. */
    static final int CAPACITY = 4 * (2 + 0xFFFF);

    private static final int BACKLOG = 0xFFFF;
    private static final int INITIAL_SEGMENTS = 10;
    private static final int LARGEST_WINDOW = 0xFFFF;

    private final ByteQueue queue = new ByteQueue();
    private final int initialSequenceNumber;
    private int unacknowledged; // SND.UNA
    private int next; // SND.NXT
    private int highest; // the furthest that next has been: after a step back an ACK may be further
    private int window; // SND.WND
    private int largestWindow;
    private int windowSequence; // SND.WL1
    private int windowAcknowledgment; // SND.WL2
    private int congestionWindow;
    private boolean isSynAcknowledged;
    private boolean hasFin;
    private boolean isFinAcknowledged;

    /** Begins with the SYN in flight. */
    SendStream(final int initialSequenceNumber, final Segment syn, final int segmentSize)
    {
        this.initialSequenceNumber = initialSequenceNumber;
        unacknowledged = initialSequenceNumber;
        next = initialSequenceNumber + 1;
        highest = next;
        congestionWindow = INITIAL_SEGMENTS * segmentSize;
        windowSequence = syn.sequenceNumber();
        windowAcknowledgment = unacknowledged;
        window(syn.window());
    }

    int initialSequenceNumber()
    {
        return initialSequenceNumber;
    }

    int next()
    {
        return next;
    }

    /** Of a segment without data: the other side takes it only inside its window and not before what it has. */
    int acknowledgmentSequence()
    {
        return highest - unacknowledged > window ? unacknowledged + window : highest;
    }

    ByteQueue queue()
    {
        return queue;
    }

    private int inFlight()
    {
        return next - unacknowledged;
    }

    /** @return false if the client has left too much unread */
    boolean offer(final byte[] message)
    {
        if (queue.length() + 2 + message.length > CAPACITY)
        {
            return false;
        }
        queue.appendLength(message.length);
        queue.append(message);
        return true;
    }

    /** So much is unread that it is better not to answer more. */
    boolean isBacklogged()
    {
        return queue.length() >= BACKLOG;
    }

    /** Nothing more is offered. */
    void offerFin()
    {
        hasFin = true;
    }

    boolean isFinAcknowledged()
    {
        return isFinAcknowledged;
    }

    /** @return whether the client has yet to acknowledge anything, sent or not. */
    boolean isPending()
    {
        return 0 < queue.length() || hasFin && !isFinAcknowledged || !isSynAcknowledged;
    }

    boolean isSynAcknowledgment(final int acknowledgmentNumber)
    {
        return initialSequenceNumber + 1 == acknowledgmentNumber;
    }

    /** Octets of answers that were not sent, or are to be sent again. */
    int unsent()
    {
        return Math.max(0, queue.length() - inFlight());
    }

    /** @return octets of the sequence space that may go in one segment now; one past {@link #unsent} is the FIN */
    int sendable(final int segmentSize)
    {
        final int usable = Math.min(window, congestionWindow) - inFlight();
        final int unsent = unsent();
        final int octets = Math.max(0, Math.min(Math.min(unsent, segmentSize), usable));
        if (octets == unsent)
        {
            return octets + (isFinUnsent() && octets < usable ? 1 : 0);
        }
        // RFC 9293 3.8.6.2.1: no small segment while a larger one may soon go
        final boolean isSmall = octets < segmentSize && octets < largestWindow / 2 && 0 < inFlight();
        return isSmall ? 0 : octets;
    }

    void sent(final int octets)
    {
        next += octets;
        highest = next - highest > 0 ? next : highest;
    }

    /** Everything that is not acknowledged is to be sent again, slowly first. */
    void goBack(final int segmentSize)
    {
        next = unacknowledged;
        congestionWindow = segmentSize;
    }

    /** @return whether it acknowledges what was never sent */
    boolean isTooFar(final int acknowledgmentNumber)
    {
        return acknowledgmentNumber - highest > 0;
    }

    /** @return whether the client got something new, or reads again: it is alive */
    boolean acknowledge(final Segment segment)
    {
        final int octets = segment.acknowledgmentNumber() - unacknowledged;
        if (octets < 0)
        {
            return false;
        }
        if (0 < octets)
        {
            take(segment.acknowledgmentNumber(), octets);
        }
        return updateWindow(segment, 0 < octets) || 0 < octets;
    }

    private void take(final int acknowledgmentNumber, final int octets)
    {
        final int syn = isSynAcknowledged ? 0 : 1;
        isSynAcknowledged = true;
        final int answered = Math.min(octets - syn, queue.length());
        isFinAcknowledged |= syn + answered < octets;
        queue.drop(answered);
        unacknowledged = acknowledgmentNumber;
        next = next - unacknowledged < 0 ? unacknowledged : next;
        congestionWindow = Math.min(LARGEST_WINDOW, congestionWindow + octets);
    }

    /** RFC 9293 3.10.7.4: not by an older segment. @return whether it was closed and is open now */
    private boolean updateWindow(final Segment segment, final boolean isNew)
    {
        final int age = windowSequence - segment.sequenceNumber();
        if (!isNew && (age > 0 || 0 == age && windowAcknowledgment - segment.acknowledgmentNumber() > 0))
        {
            return false;
        }
        windowSequence = segment.sequenceNumber();
        windowAcknowledgment = segment.acknowledgmentNumber();
        final boolean isOpening = 0 == window && 0 < segment.window();
        window(segment.window());
        // the octet of a probe was thrown away, so it goes again in front of the rest
        next = isOpening ? unacknowledged : next;
        return isOpening;
    }

    private void window(final int octets)
    {
        window = octets;
        largestWindow = Math.max(largestWindow, octets);
    }

    private boolean isFinUnsent()
    {
        return hasFin && !isFinAcknowledged && inFlight() <= queue.length();
    }
}
