package io.tulle.nat.gateway;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns an echo request to the router itself into the reply, in place (RFC 1122 3.2.2.6, RFC 4443 4.2). IPv4 options
 * go back as they came; IPv6 extension headers do not go back. Used by the worker.
 */
final class EchoResponder
{
    private static final int TIME_TO_LIVE = 64;

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final IcmpHeader icmp = new IcmpHeader();
    private final VnetHeader vnet = new VnetHeader();

    EchoResponder(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /** @param frame whose transport layer was noted */
    boolean isRequest(final int frame)
    {
        final boolean isIpv4 = isIpv4(frame);
        return (isIpv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6) == frames.protocol(frame) &&
            frames.transportLength(frame) >= IcmpHeader.LENGTH &&
            (isIpv4 ? IcmpHeader.ECHO_REQUEST : Icmpv6Header.ECHO_REQUEST) ==
            (buffer.getByte(frames.transportOffset(frame)) & 0xFF);
    }

    /**
     * @param routerMac that the reply comes from
     * @param mtu       of the port that it came in by; a longer reply is marked to be fragmented
     * @return false, with the frame of no use any more, when the request's checksum is wrong
     */
    boolean answer(final int frame, final long routerMac, final int mtu)
    {
        if (!completeChecksum(frame) || !isIntact(frame))
        {
            return false;
        }
        ethernet.wrap(buffer, frames.dataOffset(frame));
        ethernet.destination(ethernet.source()).source(routerMac);
        reply(frame);
        if (isIpv4(frame))
        {
            turnIpv4(frame);
        }
        else
        {
            turnIpv6(frame);
        }
        frames.fragmentSize(frame, frames.networkLength(frame) > mtu ? mtu : 0);
        return true;
    }

    private boolean isIpv4(final int frame)
    {
        return EtherType.IPV4 == frames.etherType(frame);
    }

    /** A sender chooses where its checksum lies; for an echo there is one place. */
    private boolean completeChecksum(final int frame)
    {
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame));
        final boolean isInPlace = !vnet.needsChecksum() || IcmpHeader.CHECKSUM_OFFSET == vnet.checksumOffset() &&
            frames.dataOffset(frame) + vnet.checksumStart() == frames.transportOffset(frame);
        return !vnet.isGso() && isInPlace &&
            ChecksumCompletion.complete(buffer, frames.dataOffset(frame), frames.length(frame), vnet);
    }

    private boolean isIntact(final int frame)
    {
        final int length = frames.transportLength(frame);
        final int sum = InternetChecksum.sum(buffer, frames.transportOffset(frame), length);
        if (isIpv4(frame))
        {
            return 0 == InternetChecksum.complement(sum);
        }
        ipv6.wrap(buffer, frames.networkOffset(frame));
        final int pseudoHeader = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(),
            ipv6.destinationHigh(), ipv6.destinationLow(), IpProtocol.ICMPV6, length);
        return 0 == InternetChecksum.complement(InternetChecksum.plus(sum, pseudoHeader));
    }

    /** Only the type changes in what is summed: the pseudo-header's addresses change places. */
    private void reply(final int frame)
    {
        vnet.clear();
        icmp.wrap(buffer, frames.transportOffset(frame));
        final int request = icmp.type();
        final int reply = isIpv4(frame) ? IcmpHeader.ECHO_REPLY : Icmpv6Header.ECHO_REPLY;
        icmp.type(reply).checksum(InternetChecksum.update16(icmp.checksum(), request << 8, reply << 8));
    }

    private void turnIpv4(final int frame)
    {
        ipv4.wrap(buffer, frames.networkOffset(frame));
        final int source = ipv4.destination();
        ipv4.fragment(false, false, 0).timeToLive(TIME_TO_LIVE).destination(ipv4.source()).source(source);
        ipv4.computeChecksum();
    }

    private void turnIpv6(final int frame)
    {
        final int length = frames.transportLength(frame);
        final long sourceHigh = ipv6.destinationHigh();
        final long sourceLow = ipv6.destinationLow();
        ipv6.hopLimit(TIME_TO_LIVE).destination(ipv6.sourceHigh(), ipv6.sourceLow()).source(sourceHigh, sourceLow);
        if (ipv6.payloadOffset() != frames.transportOffset(frame))
        {
            buffer.putBytes(ipv6.payloadOffset(), buffer, frames.transportOffset(frame), length);
            ipv6.nextHeader(IpProtocol.ICMPV6).payloadLength(length);
            frames.transport(frame, IpProtocol.ICMPV6, ipv6.payloadOffset());
            frames.length(frame, ipv6.payloadOffset() + length - frames.dataOffset(frame));
        }
    }
}
