package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Finds a frame's headers for tests of what comes after the gateway, and trims Ethernet padding as it does. */
public final class PacketParser
{
    private static final int ETHERNET = 14;

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final VnetHeader vnet = new VnetHeader();

    public PacketParser(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /** @return whether the frame is a whole packet with a good network layer. */
    public boolean parse(final int frame)
    {
        if (frames.length(frame) < ETHERNET)
        {
            return false;
        }
        final int offset = frames.dataOffset(frame) + ETHERNET;
        frames.parsed(frame, (int) frames.sourceAndType(frame) & 0xFFFF, offset);
        return switch (frames.etherType(frame))
        {
            case EtherType.IPV4 -> parseIpv4(frame, offset);
            case EtherType.IPV6 -> parseIpv6(frame, offset);
            default -> false;
        };
    }

    private boolean parseIpv4(final int frame, final int offset)
    {
        final boolean isGso = vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).isGso();
        final boolean isValid = isGso ? Ipv4Header.isValidHeader(buffer, offset, frames.networkLength(frame)) :
            Ipv4Header.isValid(buffer, offset, frames.networkLength(frame));
        if (!isValid || ipv4.wrap(buffer, offset).isFragment() || !ipv4.isChecksumCorrect())
        {
            return false;
        }
        frames.length(frame, isGso ? frames.length(frame) : ETHERNET + ipv4.totalLength());
        frames.transport(frame, ipv4.protocol(), ipv4.payloadOffset());
        return true;
    }

    private boolean parseIpv6(final int frame, final int offset)
    {
        final boolean isGso = vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).isGso();
        final boolean isValid = isGso ? Ipv6Header.isValidHeader(buffer, offset, frames.networkLength(frame)) :
            Ipv6Header.isValid(buffer, offset, frames.networkLength(frame));
        if (!isValid)
        {
            return false;
        }
        frames.length(frame, isGso ? frames.length(frame) :
            ETHERNET + Ipv6Header.LENGTH + ipv6.wrap(buffer, offset).payloadLength());
        if (!extensions.wrap(buffer, offset, frames.networkLength(frame)) || extensions.isFragment())
        {
            return false;
        }
        frames.transport(frame, extensions.protocol(), extensions.upperLayerOffset());
        return true;
    }
}
