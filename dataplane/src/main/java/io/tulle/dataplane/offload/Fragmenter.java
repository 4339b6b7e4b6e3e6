package io.tulle.dataplane.offload;

import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a packet into fragments that fit a link (RFC 791 2.3, RFC 8200 4.5). Called by the worker, which has one of its
 * own.
 * <pre>
 *   source  | Ethernet | IP, options | payload ................................ |
 *   targets | Ethernet | IP, options | a multiple of 8 bytes |  and again, the last one shorter
 * </pre>
 * Later IPv4 fragments have only the options whose copied flag is set (RFC 791 3.1); of IPv6, hop-by-hop options and
 * everything up to a routing header stand before the fragment header of each. DF stays as it is: a packet that came in
 * as fragments with DF leaves so. The identification is new in both families: senders behind one external address
 * choose theirs alone, and may choose the same (RFC 6864 5.3.1).
 */
public final class Fragmenter
{
    private static final int UNIT = 8;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv4Options options = new Ipv4Options();
    private final PerFragmentHeaders perFragment = new PerFragmentHeaders();
    private final FragmentIds identifications = new FragmentIds();

    private UnsafeBuffer source;
    private int dataOffset;
    private int networkOffset;
    private int payloadOffset;
    private int endOffset;
    private int maxPacketLength;
    private int identification;
    private int position;
    private boolean isIpv6;

    /**
     * Begins a packet; it must stay as it is until the last fragment is taken.
     *
     * @param dataOffset      where its Ethernet header begins
     * @param networkOffset   where its IP header begins
     * @param length          bytes from the Ethernet header on
     * @param maxPacketLength what no fragment may exceed, in bytes from the IP header on
     * @return false, with no fragment to take, if the headers are malformed, the packet is a fragment itself, or not
     *     even 8 bytes of payload fit behind the headers.
     */
    public boolean wrap(final UnsafeBuffer source, final int dataOffset, final int networkOffset, final int length,
        final int maxPacketLength)
    {
        this.source = source;
        this.dataOffset = dataOffset;
        this.networkOffset = networkOffset;
        this.maxPacketLength = maxPacketLength;
        final int available = dataOffset + length - networkOffset;
        isIpv6 = Ipv6Header.isValid(source, networkOffset, available);
        position = 0;
        payloadOffset = 0;
        endOffset = 0; // nothing to take
        return isIpv6 ? wrapIpv6() : Ipv4Header.isValid(source, networkOffset, available) && wrapIpv4();
    }

    public boolean hasNext()
    {
        return position < endOffset - payloadOffset;
    }

    /**
     * Writes the next fragment.
     *
     * @param target not the source, or a range of it that does not overlap the frame.
     * @return length of the frame written at {@code targetOffset}.
     */
    public int next(final UnsafeBuffer target, final int targetOffset)
    {
        final int linkLength = networkOffset - dataOffset;
        target.putBytes(targetOffset, source, dataOffset, linkLength);
        final int offset = targetOffset + linkLength;
        return linkLength + (isIpv6 ? nextIpv6(target, offset) : nextIpv4(target, offset));
    }

    private boolean wrapIpv4()
    {
        ipv4.wrap(source, networkOffset);
        final int longestHeader = ipv4.headerLength();
        if (ipv4.isFragment() || !options.wrap(source, networkOffset) || maxPacketLength - longestHeader < UNIT)
        {
            return false;
        }
        payloadOffset = ipv4.payloadOffset();
        endOffset = networkOffset + ipv4.totalLength();
        identification = identifications.nextIpv4();
        return true;
    }

    private boolean wrapIpv6()
    {
        ipv6.wrap(source, networkOffset);
        final int available = Ipv6Header.LENGTH + ipv6.payloadLength();
        if (!perFragment.wrap(source, networkOffset, available) ||
            maxPacketLength - perFragment.length() - PerFragmentHeaders.FRAGMENT_HEADER_LENGTH < UNIT)
        {
            return false;
        }
        payloadOffset = networkOffset + perFragment.length();
        endOffset = networkOffset + available;
        identification = identifications.nextIpv6();
        return true;
    }

    private int nextIpv4(final UnsafeBuffer target, final int offset)
    {
        ipv4.wrap(source, networkOffset);
        final boolean dontFragment = ipv4.dontFragment();
        final int headerLength = 0 == position ? ipv4.headerLength() : options.copiedHeaderLength();
        final int fragmentOffset = position;
        target.putBytes(offset, source, networkOffset, Ipv4Header.MIN_LENGTH);
        if (0 == position)
        {
            target.putBytes(offset + Ipv4Header.MIN_LENGTH, source, networkOffset + Ipv4Header.MIN_LENGTH,
                headerLength - Ipv4Header.MIN_LENGTH);
        }
        else
        {
            options.putCopied(target, offset + Ipv4Header.MIN_LENGTH);
        }
        final int payloadLength = putPayload(target, offset + headerLength, maxPacketLength - headerLength);
        ipv4.wrap(target, offset)
            .headerLength(headerLength)
            .totalLength(headerLength + payloadLength)
            .identification(identification)
            .fragment(dontFragment, hasNext(), fragmentOffset)
            .computeChecksum();
        return headerLength + payloadLength;
    }

    private int nextIpv6(final UnsafeBuffer target, final int offset)
    {
        final int headersLength = perFragment.length() + PerFragmentHeaders.FRAGMENT_HEADER_LENGTH;
        final int fragmentOffset = position;
        final int payloadLength = putPayload(target, offset + headersLength, maxPacketLength - headersLength);
        perFragment.put(target, offset, fragmentOffset, hasNext(), identification);
        ipv6.wrap(target, offset).payloadLength(headersLength - Ipv6Header.LENGTH + payloadLength);
        return headersLength + payloadLength;
    }

    /** @return how much was written: all that is left if it fits, else a multiple of 8 bytes. */
    private int putPayload(final UnsafeBuffer target, final int offset, final int room)
    {
        final int begin = payloadOffset + position;
        final int left = endOffset - begin;
        final int length = left <= room ? left : room & -UNIT;
        target.putBytes(offset, source, begin, length);
        position += length;
        return length;
    }
}
