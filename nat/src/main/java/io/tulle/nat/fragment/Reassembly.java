package io.tulle.nat.fragment;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts one packet together from copies of its fragments, in whatever order they come. Used by one worker.
 * <pre>
 *   | headers of the first fragment, up to 2,048 | payload, up to 65,536 |
 * </pre>
 * A packet whose fragments overlap or contradict each other is refused as a whole, what comes later included (RFC
 * 5722 4); an exact duplicate is let go (RFC 8200 4.5).
 */
final class Reassembly
{
    static final int BYTES = ReassembledHeaders.CAPACITY_BYTES + 65_536;

    private static final int UNKNOWN = -1;
    private static final int CONGESTION_EXPERIENCED = 3;

    private final FragmentKey key = new FragmentKey();
    private final FragmentMap map = new FragmentMap();
    private final UnsafeBuffer memory;
    private final int payloadOffset;
    private final ReassembledHeaders headers;

    private boolean isOpen;
    private long openedNs;
    private long number;
    private DropReason refusal;
    private int totalLength;
    private int farthestEnd;
    private int receivedLength;
    private int largestPacketLength;
    private int congestion;

    /** @param offset of its own {@link #BYTES} in the memory. */
    Reassembly(final UnsafeBuffer memory, final int offset)
    {
        this.memory = memory;
        payloadOffset = offset + ReassembledHeaders.CAPACITY_BYTES;
        headers = new ReassembledHeaders(memory, offset);
    }

    /** @param number of the reassembly: a later one has a higher. */
    void open(final FragmentKey key, final long nowNs, final long number)
    {
        this.key.copy(key);
        map.clear();
        isOpen = true;
        openedNs = nowNs;
        this.number = number;
        refusal = DropReason.NONE;
        totalLength = UNKNOWN;
        farthestEnd = 0;
        receivedLength = 0;
        largestPacketLength = 0;
        congestion = 0;
    }

    void close()
    {
        isOpen = false;
    }

    boolean isOpen()
    {
        return isOpen;
    }

    FragmentKey key()
    {
        return key;
    }

    /** @return monotonic nanoseconds when its first fragment came. */
    long openedNs()
    {
        return openedNs;
    }

    long number()
    {
        return number;
    }

    /**
     * Takes a copy of the fragment.
     *
     * @return {@link DropReason#FRAGMENT_HELD} while others are missing, and for a duplicate; {@link DropReason#NONE}
     *     when this was the last one; or why the whole packet is refused.
     */
    DropReason accept(final Fragment fragment, final FrameDescriptor frames, final int frame)
    {
        if (DropReason.NONE != refusal)
        {
            return refusal;
        }
        final int end = fragment.position() + fragment.payloadLength();
        if (isContradiction(fragment.hasMore(), end))
        {
            return refuse(DropReason.FRAGMENT_MALFORMED);
        }
        if (!map.isFree(fragment.position(), fragment.payloadLength()))
        {
            return isDuplicate(fragment, frames.buffer()) ?
                DropReason.FRAGMENT_HELD : refuse(DropReason.FRAGMENT_OVERLAP);
        }
        copy(fragment, frames.buffer(), end);
        if (fragment.isFirst() && !headers.keep(fragment, frames, frame))
        {
            return refuse(DropReason.FRAGMENT_MALFORMED);
        }
        return totalLength == receivedLength ? DropReason.NONE : DropReason.FRAGMENT_HELD;
    }

    /** Writes the whole packet over the frame that completed it; false if it is longer than a packet can be. */
    boolean assemble(final FrameDescriptor frames, final int frame)
    {
        if (!headers.fits(totalLength))
        {
            refuse(DropReason.FRAGMENT_MALFORMED);
            return false;
        }
        final int offset = headers.put(frames, frame, totalLength, congestion);
        frames.buffer().putBytes(offset, memory, payloadOffset, totalLength);
        frames.fragmentSize(frame, largestPacketLength);
        return true;
    }

    /** Two ends, something behind the end, or more to come where the end is. */
    private boolean isContradiction(final boolean hasMore, final int end)
    {
        if (hasMore)
        {
            return UNKNOWN != totalLength && end >= totalLength;
        }
        return UNKNOWN == totalLength ? farthestEnd >= end : totalLength != end;
    }

    private boolean isDuplicate(final Fragment fragment, final UnsafeBuffer buffer)
    {
        return map.isDuplicate(fragment.position(), fragment.payloadLength()) &&
            isSame(buffer, fragment.payloadOffset(), payloadOffset + fragment.position(), fragment.payloadLength());
    }

    private boolean isSame(final UnsafeBuffer buffer, final int offset, final int keptOffset, final int length)
    {
        int i = 0;
        while (i < length && buffer.getByte(offset + i) == memory.getByte(keptOffset + i))
        {
            i++;
        }
        return i == length;
    }

    private void copy(final Fragment fragment, final UnsafeBuffer buffer, final int end)
    {
        memory.putBytes(payloadOffset + fragment.position(), buffer, fragment.payloadOffset(),
            fragment.payloadLength());
        map.add(fragment.position(), fragment.payloadLength());
        receivedLength += fragment.payloadLength();
        farthestEnd = Math.max(farthestEnd, end);
        totalLength = fragment.hasMore() ? totalLength : end;
        largestPacketLength = Math.max(largestPacketLength, fragment.packetLength());
        // RFC 3168 5.3: congestion that one fragment met is the packet's
        if (CONGESTION_EXPERIENCED == (fragment.trafficClass() & CONGESTION_EXPERIENCED))
        {
            congestion = CONGESTION_EXPERIENCED;
        }
    }

    private DropReason refuse(final DropReason reason)
    {
        refusal = reason;
        return reason;
    }
}
