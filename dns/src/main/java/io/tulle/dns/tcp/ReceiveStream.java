package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.TcpHeader;

/**
 * What comes from a client: in-order octets, cut into messages (RFC 9293 3.4, RFC 1035 4.2.2). Octets out of order are
 * not kept; the client sends them again. Used by the resolver's thread.
 */
final class ReceiveStream
{
    /** All that a window without scaling can tell, and just enough for the longest message. */
    static final int CAPACITY = 0xFFFF;

    private static final int LENGTH_BYTES = 2;
    private static final int UNKNOWN = -1;

    private final ByteQueue queue = new ByteQueue();
    private final int initialSequenceNumber;
    private int next; // RCV.NXT
    private int edge; // RCV.NXT + RCV.WND, as the client was told
    private int messageLength = UNKNOWN;
    private boolean isDiscarding;

    ReceiveStream(final int initialSequenceNumber)
    {
        this.initialSequenceNumber = initialSequenceNumber;
        next = initialSequenceNumber + 1;
        edge = next + CAPACITY;
    }

    int initialSequenceNumber()
    {
        return initialSequenceNumber;
    }

    int next()
    {
        return next;
    }

    /** RFC 9293 3.10.7.4, first check; an empty segment right behind a full window is let in, for its ACK. */
    boolean isAcceptable(final Segment segment)
    {
        final int begin = segment.sequenceNumber();
        final int octets = segment.octets();
        final boolean isNew = 0 == octets ? begin - next >= 0 : begin + octets - next > 0;
        return isNew && begin - edge <= 0;
    }

    /** Takes what is in order and fits the window, without what was taken before. @return whether there was any */
    boolean take(final Segment segment)
    {
        final int known = next - segment.sequenceNumber();
        final int count = Math.min(segment.payloadLength() - known, edge - next);
        if (known < 0 || count <= 0)
        {
            return false;
        }
        if (!isDiscarding)
        {
            queue.append(segment.buffer(), segment.payloadOffset() + known, count);
        }
        next += count;
        return true;
    }

    /** @return whether the segment has the client's FIN, and all before it was taken. */
    boolean takeFin(final Segment segment)
    {
        final boolean isTaken =
            segment.has(TcpHeader.FIN) && next == segment.sequenceNumber() + segment.payloadLength();
        next += isTaken ? 1 : 0;
        return isTaken;
    }

    /** @return the next whole message, perhaps an empty one; null if there is none yet */
    byte[] poll()
    {
        // the length goes at once: with it, the longest message would not fit the window
        if (UNKNOWN == messageLength && queue.length() >= LENGTH_BYTES)
        {
            messageLength = queue.takeLength();
        }
        if (UNKNOWN == messageLength || queue.length() < messageLength)
        {
            return null;
        }
        final byte[] message = queue.take(messageLength);
        messageLength = UNKNOWN;
        return message;
    }

    int heldBytes()
    {
        return queue.length();
    }

    /** From now on, what comes is taken and not read. */
    void discard()
    {
        isDiscarding = true;
        queue.clear();
    }

    /** The window to tell; it is held to from now on. */
    int window(final int segmentSize)
    {
        if (isWorthTelling(segmentSize))
        {
            edge = next + free();
        }
        return edge - next;
    }

    /** @return whether a client that was held off should hear at once that it may go on. */
    boolean hasReopened(final int segmentSize)
    {
        return edge - next < segmentSize && isWorthTelling(segmentSize);
    }

    /** RFC 9293 3.8.6.2.2: a window that opens by a few octets makes small segments; but what is begun must end. */
    private boolean isWorthTelling(final int segmentSize)
    {
        return next + free() - edge >= Math.min(CAPACITY / 2, segmentSize) || edge - next < missing();
    }

    /** Octets of the message that is begun. */
    private int missing()
    {
        return Math.max(0, messageLength - queue.length());
    }

    private int free()
    {
        return CAPACITY - queue.length();
    }
}
