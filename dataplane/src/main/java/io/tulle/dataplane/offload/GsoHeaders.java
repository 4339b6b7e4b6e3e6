package io.tulle.dataplane.offload;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.Dot1qTag;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds where a GSO frame's headers and payload begin, and refuses a frame whose headers do not match its GSO type.
 * One for each thread that uses it.
 *
 * <p>The end of the payload is the end of the received frame: IP total length and UDP length may be stale or zero in
 * a big frame, and the kernel's own segmentation does not read them either. A GSO frame is longer than Ethernet's
 * minimum, so it carries no padding.
 */
final class GsoHeaders
{
    private static final int MAX_TAGS = 2;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final TcpHeader tcp = new TcpHeader();

    private boolean isIpv6;
    private boolean isTcp;
    private int ipOffset;
    private int upperLayerOffset;
    private int payloadOffset;

    boolean wrap(final UnsafeBuffer buffer, final int dataOffset, final int length, final VnetHeader vnet)
    {
        final int type = vnet.segmentation();
        if (0 == vnet.gsoSize() || !isKnown(type))
        {
            return false;
        }
        final int endOffset = dataOffset + length;
        final int etherType = findIp(buffer, dataOffset, endOffset);
        isTcp = VnetHeader.GSO_UDP_L4 != type;
        isIpv6 = EtherType.IPV6 == etherType;
        return EtherType.IPV4 == etherType && VnetHeader.GSO_TCPV6 != type && findUpperLayerIpv4(buffer, endOffset) ||
            isIpv6 && VnetHeader.GSO_TCPV4 != type && findUpperLayerIpv6(buffer, endOffset);
    }

    boolean isIpv6()
    {
        return isIpv6;
    }

    boolean isTcp()
    {
        return isTcp;
    }

    int ipOffset()
    {
        return ipOffset;
    }

    int upperLayerOffset()
    {
        return upperLayerOffset;
    }

    int payloadOffset()
    {
        return payloadOffset;
    }

    /** UFO (type 3) is IP fragmentation; it is never negotiated, as Linux dropped it in 4.14. */
    private static boolean isKnown(final int type)
    {
        return VnetHeader.GSO_TCPV4 == type || VnetHeader.GSO_TCPV6 == type || VnetHeader.GSO_UDP_L4 == type;
    }

    /** Places {@link #ipOffset}; returns the EtherType there, or 0 if the frame ends before it. */
    private int findIp(final UnsafeBuffer buffer, final int dataOffset, final int endOffset)
    {
        int typeOffset = dataOffset + Dot1qTag.OFFSET_IN_FRAME;
        for (int tags = 0; tags <= MAX_TAGS && endOffset - typeOffset >= Short.BYTES; tags++)
        {
            final int etherType = buffer.getShort(typeOffset, BIG_ENDIAN) & 0xFFFF;
            if (!EtherType.isTag(etherType))
            {
                ipOffset = typeOffset + Short.BYTES;
                return etherType;
            }
            typeOffset += Dot1qTag.LENGTH;
        }
        return 0;
    }

    private boolean findUpperLayerIpv4(final UnsafeBuffer buffer, final int endOffset)
    {
        if (!Ipv4Header.isValidHeader(buffer, ipOffset, endOffset - ipOffset) ||
            ipv4.wrap(buffer, ipOffset).isFragment())
        {
            return false;
        }
        upperLayerOffset = ipv4.payloadOffset();
        return findPayload(buffer, endOffset, ipv4.protocol());
    }

    private boolean findUpperLayerIpv6(final UnsafeBuffer buffer, final int endOffset)
    {
        final int available = endOffset - ipOffset;
        if (!Ipv6Header.isValidHeader(buffer, ipOffset, available) ||
            !extensions.wrap(buffer, ipOffset, available) ||
            Ipv6ExtensionHeaders.NO_FRAGMENT != extensions.fragmentHeaderOffset())
        {
            return false;
        }
        upperLayerOffset = extensions.upperLayerOffset();
        return findPayload(buffer, endOffset, extensions.protocol());
    }

    private boolean findPayload(final UnsafeBuffer buffer, final int endOffset, final int protocol)
    {
        final int available = endOffset - upperLayerOffset;
        if (isTcp)
        {
            if (IpProtocol.TCP != protocol || !TcpHeader.isValid(buffer, upperLayerOffset, available))
            {
                return false;
            }
            payloadOffset = tcp.wrap(buffer, upperLayerOffset).payloadOffset();
            return true;
        }
        payloadOffset = upperLayerOffset + UdpHeader.LENGTH;
        return IpProtocol.UDP == protocol && UdpHeader.isValidHeader(buffer, upperLayerOffset, available);
    }
}
