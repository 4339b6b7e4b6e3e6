package io.tulle.nat.fragment;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.nat.gateway.InetAddresses;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells what a frame's fragment is part of, and which part; refuses one that no sender would make. Called by the
 * worker.
 */
final class Fragment
{
    /** Of IPv4 with its header, of IPv6 without. */
    private static final int MAX_PACKET_LENGTH = 65_535;
    private static final int UNIT_MASK = 7;

    private final FrameDescriptor frames;
    private final FragmentKey key = new FragmentKey();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final UnfragmentablePart unfragmentable = new UnfragmentablePart();

    private boolean isIpv6;
    private boolean isFragment;
    private boolean hasMore;
    private int trafficClass;
    private int packetLength;
    private int headerLength;
    private int payloadOffset;
    private int payloadLength;
    private int position;
    private int protocol;
    private int transportOffset;

    Fragment(final FrameDescriptor frames)
    {
        this.frames = frames;
    }

    /** @return why it cannot be part of a packet, or {@link DropReason#NONE}. */
    DropReason wrap(final int frame)
    {
        isIpv6 = EtherType.IPV6 == frames.etherType(frame);
        final DropReason reason = isIpv6 ? wrapIpv6(frame) : wrapIpv4(frame);
        return DropReason.NONE == reason && isFragment ? check() : reason;
    }

    private DropReason wrapIpv4(final int frame)
    {
        final UnsafeBuffer buffer = frames.buffer();
        final int offset = frames.networkOffset(frame);
        if (!Ipv4Header.isValid(buffer, offset, frames.networkLength(frame)))
        {
            return DropReason.IPV4_MALFORMED;
        }
        ipv4.wrap(buffer, offset);
        key.set(frames.ingressPort(frame), ipv4.identification(), ipv4.protocol());
        key.source(0, InetAddresses.low(ipv4.source()));
        key.destination(0, InetAddresses.low(ipv4.destination()));
        isFragment = ipv4.isFragment();
        hasMore = ipv4.moreFragments();
        trafficClass = ipv4.trafficClass();
        packetLength = ipv4.totalLength();
        headerLength = ipv4.headerLength();
        payloadOffset = ipv4.payloadOffset();
        payloadLength = ipv4.payloadLength();
        position = ipv4.fragmentOffset();
        protocol = ipv4.protocol();
        transportOffset = payloadOffset;
        return DropReason.NONE;
    }

    private DropReason wrapIpv6(final int frame)
    {
        final UnsafeBuffer buffer = frames.buffer();
        final int offset = frames.networkOffset(frame);
        if (!Ipv6Header.isValid(buffer, offset, frames.networkLength(frame)))
        {
            return DropReason.IPV6_MALFORMED;
        }
        ipv6.wrap(buffer, offset);
        packetLength = Ipv6Header.LENGTH + ipv6.payloadLength();
        if (!extensions.wrap(buffer, offset, packetLength))
        {
            return DropReason.IPV6_HEADER_CHAIN; // RFC 7112: the first fragment has the whole chain
        }
        key.set(frames.ingressPort(frame), extensions.identification(), 0);
        key.source(ipv6.sourceHigh(), ipv6.sourceLow());
        key.destination(ipv6.destinationHigh(), ipv6.destinationLow());
        isFragment = extensions.isFragment();
        protocol = extensions.protocol();
        transportOffset = extensions.upperLayerOffset();
        return isFragment ? wrapIpv6Fragment(buffer, offset) : DropReason.NONE;
    }

    private DropReason wrapIpv6Fragment(final UnsafeBuffer buffer, final int offset)
    {
        // a fragment of a fragment: no sender makes one
        if (extensions.fragmentHeaderOffset() != unfragmentable.wrap(buffer, offset))
        {
            return DropReason.FRAGMENT_MALFORMED;
        }
        hasMore = extensions.moreFragments();
        trafficClass = ipv6.trafficClass();
        headerLength = extensions.fragmentHeaderOffset() - offset;
        payloadOffset = extensions.fragmentHeaderOffset() + UnfragmentablePart.FRAGMENT_HEADER_LENGTH;
        payloadLength = offset + packetLength - payloadOffset;
        position = extensions.fragmentOffset();
        return DropReason.NONE;
    }

    /** RFC 8200 4.5; and RFC 1858 3.2: the first fragment has the ports. */
    private DropReason check()
    {
        final boolean isPartOfUnit = hasMore && 0 != (payloadLength & UNIT_MASK);
        final int countedHeader = isIpv6 ? headerLength - Ipv6Header.LENGTH : headerLength;
        final boolean isTooLong = countedHeader + position + payloadLength > MAX_PACKET_LENGTH;
        final boolean isTiny = isFirst() &&
            payloadOffset + payloadLength - transportOffset < TransportLength.minimum(protocol);
        return 0 == payloadLength || isPartOfUnit || isTooLong || isTiny ?
            DropReason.FRAGMENT_MALFORMED : DropReason.NONE;
    }

    FragmentKey key()
    {
        return key;
    }

    /** @return false for a packet that is whole: an IPv6 atomic fragment (RFC 6946), too. */
    boolean isFragment()
    {
        return isFragment;
    }

    boolean isIpv6()
    {
        return isIpv6;
    }

    boolean isFirst()
    {
        return 0 == position;
    }

    boolean hasMore()
    {
        return hasMore;
    }

    /** @return DSCP and ECN. */
    int trafficClass()
    {
        return trafficClass;
    }

    /** @return bytes from the IP header on. */
    int packetLength()
    {
        return packetLength;
    }

    /** @return length of the headers that stay: IPv4 with its options, IPv6 as far as the fragment header. */
    int headerLength()
    {
        return headerLength;
    }

    int payloadOffset()
    {
        return payloadOffset;
    }

    int payloadLength()
    {
        return payloadLength;
    }

    /** @return where its payload stands in the packet's payload, in bytes. */
    int position()
    {
        return position;
    }

    /** @return what the first fragment carries, or the packet that is whole. */
    int protocol()
    {
        return protocol;
    }

    /** @return where that begins, absolute. */
    int transportOffset()
    {
        return transportOffset;
    }

    /** @return the field that names the fragment header, in bytes from the IPv6 header on. */
    int nextHeaderField()
    {
        return unfragmentable.nextHeaderField();
    }
}
