package io.tulle.nat.gateway;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the network-layer header of one frame after another in the same form for both families: first the addresses,
 * which tell whom a packet is for, then on request the rest. Used by the worker.
 */
final class PacketReader
{
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Ipv4Check ipv4Check;
    private final Ipv6Check ipv6Check;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private boolean isIpv4;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    PacketReader(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
        ipv4Check = new Ipv4Check(frames);
        ipv6Check = new Ipv6Check(frames);
    }

    static boolean isIp(final int etherType)
    {
        return EtherType.IPV4 == etherType || EtherType.IPV6 == etherType;
    }

    /** @return none, or why a frame of either ether type has no addresses that could be read. */
    DropReason read(final int frame)
    {
        isIpv4 = EtherType.IPV4 == frames.etherType(frame);
        return isIpv4 ? readIpv4(frames.networkOffset(frame), frames.networkLength(frame)) :
            readIpv6(frames.networkOffset(frame), frames.networkLength(frame));
    }

    /**
     * Checks what is left of the header that was read, takes Ethernet padding off the frame, and notes where its
     * transport layer begins.
     */
    DropReason check(final int frame)
    {
        return isIpv4 ? ipv4Check.check(frame, ipv4) : ipv6Check.check(frame, ipv6);
    }

    boolean isIpv4()
    {
        return isIpv4;
    }

    long sourceHigh()
    {
        return sourceHigh;
    }

    long sourceLow()
    {
        return sourceLow;
    }

    long destinationHigh()
    {
        return destinationHigh;
    }

    long destinationLow()
    {
        return destinationLow;
    }

    /** @return the time to live or hop limit. */
    int timeToLive()
    {
        return isIpv4 ? ipv4.timeToLive() : ipv6.hopLimit();
    }

    /** Only after {@link #check}. */
    boolean isFragment()
    {
        return isIpv4 ? ipv4.isFragment() : ipv6Check.isFragment();
    }

    private DropReason readIpv4(final int offset, final int available)
    {
        if (!Ipv4Header.isValidHeader(buffer, offset, available))
        {
            return DropReason.IPV4_MALFORMED;
        }
        ipv4.wrap(buffer, offset);
        sourceHigh = 0;
        sourceLow = InetAddresses.low(ipv4.source());
        destinationHigh = 0;
        destinationLow = InetAddresses.low(ipv4.destination());
        return DropReason.NONE;
    }

    private DropReason readIpv6(final int offset, final int available)
    {
        if (!Ipv6Header.isValidHeader(buffer, offset, available))
        {
            return DropReason.IPV6_MALFORMED;
        }
        ipv6.wrap(buffer, offset);
        sourceHigh = ipv6.sourceHigh();
        sourceLow = ipv6.sourceLow();
        destinationHigh = ipv6.destinationHigh();
        destinationLow = ipv6.destinationLow();
        // a mapped address on the wire would pass for IPv4 everywhere else
        return InetAddresses.isIpv4(sourceHigh, sourceLow) || InetAddresses.isIpv4(destinationHigh, destinationLow) ?
            DropReason.NOT_ROUTABLE : DropReason.NONE;
    }
}
