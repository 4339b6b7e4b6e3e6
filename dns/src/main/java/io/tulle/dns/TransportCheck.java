package io.tulle.dns;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells whether what a packet carries is intact, before somebody answers it. Used by the worker. */
final class TransportCheck
{
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final UdpHeader udp = new UdpHeader();
    private final VnetHeader vnet = new VnetHeader();

    TransportCheck(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /** @return whether it is one whole UDP datagram: one that the sender's kernel has left to cut up is not. */
    boolean isDatagram(final int frame)
    {
        final int offset = frames.transportOffset(frame);
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame));
        return !vnet.isGso() && UdpHeader.isValid(buffer, offset, frames.transportLength(frame)) &&
            isDatagramIntact(frame, udp.wrap(buffer, offset));
    }

    /** @return octets behind the UDP header of the datagram that was looked at last. */
    int messageLength()
    {
        return udp.length() - UdpHeader.LENGTH;
    }

    /** @return whether a TCP segment's checksum is right, or left to do: that of several in one frame always is. */
    boolean isSegment(final int frame)
    {
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame));
        return vnet.needsChecksum() || isIntact(frame, frames.transportLength(frame));
    }

    private boolean isDatagramIntact(final int frame, final UdpHeader udp)
    {
        if (vnet.needsChecksum())
        {
            return true; // it never left this machine's memory, so there was none to make
        }
        // RFC 768: over IPv4 there may be none; RFC 8200 8.1: over IPv6 there must be one
        return UdpHeader.NO_CHECKSUM == udp.checksum() ? isIpv4(frame) : isIntact(frame, udp.length());
    }

    private boolean isIntact(final int frame, final int length)
    {
        final int sum = InternetChecksum.sum(buffer, frames.transportOffset(frame), length);
        return 0 == InternetChecksum.complement(InternetChecksum.plus(sum, pseudoHeader(frame, length)));
    }

    private int pseudoHeader(final int frame, final int length)
    {
        final int protocol = frames.protocol(frame);
        if (isIpv4(frame))
        {
            ipv4.wrap(buffer, frames.networkOffset(frame));
            return InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), protocol, length);
        }
        ipv6.wrap(buffer, frames.networkOffset(frame));
        return InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(), ipv6.destinationHigh(),
            ipv6.destinationLow(), protocol, length);
    }

    private boolean isIpv4(final int frame)
    {
        return EtherType.IPV4 == frames.etherType(frame);
    }
}
