package io.tulle.dataplane.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks each parser whether bytes are valid, and if so uses every accessor: the buffer ends where the available bytes
 * end, so a read past them throws; every field is written back as it was read, so each byte must stay as it is; what
 * the parser says about lengths must lie inside.
 */
enum Probe
{
    ETHERNET
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!EthernetHeader.isValid(buffer, offset, available))
            {
                return false;
            }
            final EthernetHeader it = new EthernetHeader().wrap(buffer, offset);
            it.destination(it.destination()).source(it.source()).etherType(it.etherType());
            return inside(it.payloadOffset(), offset, available);
        }
    },
    TAG
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!Dot1qTag.isValid(buffer, offset, available))
            {
                return false;
            }
            final Dot1qTag it = new Dot1qTag().wrap(buffer, offset);
            it.protocolIdentifier(it.protocolIdentifier()).etherType(it.etherType())
                .controlInformation(it.priority(), it.dropEligible(), it.vlanId());
            return inside(it.payloadOffset(), offset, available);
        }
    },
    ARP
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!ArpPacket.isValid(buffer, offset, available))
            {
                return false;
            }
            final ArpPacket it = new ArpPacket().wrap(buffer, offset);
            it.ethernetAndIpv4().operation(it.operation()).senderMac(it.senderMac()).targetMac(it.targetMac())
                .senderAddress(it.senderAddress()).targetAddress(it.targetAddress());
            return true;
        }
    },
    IPV4
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!Ipv4Header.isValidHeader(buffer, offset, available))
            {
                return false;
            }
            final Ipv4Header it = new Ipv4Header().wrap(buffer, offset);
            it.headerLength(it.headerLength()).trafficClass(it.trafficClass()).totalLength(it.totalLength())
                .identification(it.identification()).timeToLive(it.timeToLive()).protocol(it.protocol())
                .checksum(it.checksum()).source(it.source()).destination(it.destination());
            it.isChecksumCorrect();
            assertTrue(it.isFragment() == (it.moreFragments() || 0 != it.fragmentOffset()));
            return inside(it.payloadOffset(), offset, available) &&
                Ipv4Header.isValid(buffer, offset, available) &&
                inside(it.payloadOffset() + it.payloadLength(), offset, available);
        }
    },
    IPV6
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!Ipv6Header.isValidHeader(buffer, offset, available))
            {
                return false;
            }
            final Ipv6Header it = new Ipv6Header().wrap(buffer, offset);
            it.trafficClassAndFlowLabel(it.trafficClass(), it.flowLabel()).payloadLength(it.payloadLength())
                .nextHeader(it.nextHeader()).hopLimit(it.hopLimit()).source(it.sourceHigh(), it.sourceLow())
                .destination(it.destinationHigh(), it.destinationLow());
            return Ipv6Header.isValid(buffer, offset, available) &&
                inside(it.payloadOffset() + it.payloadLength(), offset, available);
        }
    },
    IPV6_EXTENSIONS
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            final Ipv6ExtensionHeaders it = new Ipv6ExtensionHeaders();
            if (!Ipv6Header.isValidHeader(buffer, offset, available) || !it.wrap(buffer, offset, available))
            {
                return false;
            }
            it.identification();
            assertTrue(!it.isLaterFragment() || it.isFragment() && 0 != it.fragmentOffset());
            assertTrue(!it.moreFragments() || it.isFragment());
            assertTrue(it.upperLayerOffset() >= offset + Ipv6Header.LENGTH);
            return inside(it.upperLayerOffset(), offset, available);
        }
    },
    TCP
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!TcpHeader.isValid(buffer, offset, available))
            {
                return false;
            }
            final TcpHeader it = new TcpHeader().wrap(buffer, offset);
            it.sourcePort(it.sourcePort()).destinationPort(it.destinationPort()).sequenceNumber(it.sequenceNumber())
                .acknowledgmentNumber(it.acknowledgmentNumber()).flags(it.flags()).window(it.window())
                .checksum(it.checksum()).urgentPointer(it.urgentPointer());
            final int segmentSizeOffset = it.maximumSegmentSizeOffset();
            assertTrue(TcpHeader.NO_OPTION == segmentSizeOffset ||
                segmentSizeOffset >= offset + TcpHeader.MIN_LENGTH && segmentSizeOffset + 2 <= it.payloadOffset());
            return inside(it.payloadOffset(), offset, available);
        }
    },
    UDP
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!UdpHeader.isValid(buffer, offset, available))
            {
                return false;
            }
            final UdpHeader it = new UdpHeader().wrap(buffer, offset);
            it.sourcePort(it.sourcePort()).destinationPort(it.destinationPort()).length(it.length())
                .checksum(it.checksum());
            return inside(offset + it.length(), offset, available);
        }
    },
    ICMP
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!IcmpHeader.isValid(buffer, offset, available))
            {
                return false;
            }
            final IcmpHeader it = new IcmpHeader().wrap(buffer, offset);
            it.type(it.type()).code(it.code()).checksum(it.checksum()).identifier(it.identifier())
                .sequenceNumber(it.sequenceNumber());
            assertTrue(it.nextHopMtu() == it.sequenceNumber());
            return inside(it.payloadOffset(), offset, available);
        }
    },
    ICMPV6
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!Icmpv6Header.isValid(buffer, offset, available))
            {
                return false;
            }
            final Icmpv6Header it = new Icmpv6Header().wrap(buffer, offset);
            it.type(it.type()).code(it.code()).checksum(it.checksum()).identifier(it.identifier())
                .sequenceNumber(it.sequenceNumber()).mtu(it.mtu());
            return inside(it.payloadOffset(), offset, available);
        }
    },
    NEIGHBOR
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!NeighborDiscovery.isValid(buffer, offset, available))
            {
                return false;
            }
            final NeighborDiscovery it = new NeighborDiscovery().wrap(buffer, offset, available);
            it.solicitation(it.isSolicitation()).flags(it.flags()).target(it.targetHigh(), it.targetLow());
            assertTrue(MacAddress.NONE == it.linkLayerAddress() || 0 == it.linkLayerAddress() >>> 48);
            return true;
        }
    },
    VNET
    {
        boolean read(final UnsafeBuffer buffer, final int offset, final int available)
        {
            if (!VnetHeader.isValid(buffer, offset, available))
            {
                return false;
            }
            final VnetHeader it = new VnetHeader().wrap(buffer, offset);
            it.flags(it.flags()).gsoType(it.gsoType()).headerLength(it.headerLength()).gsoSize(it.gsoSize())
                .checksumStart(it.checksumStart()).checksumOffset(it.checksumOffset()).bufferCount(it.bufferCount());
            assertTrue(it.isGso() == (0 != it.segmentation()));
            return true;
        }
    };

    /** True if the parser took the bytes for valid. */
    abstract boolean read(UnsafeBuffer buffer, int offset, int available);

    final boolean readAndCompare(final byte[] bytes, final int offset)
    {
        final byte[] copy = bytes.clone();
        final boolean isValid = read(new UnsafeBuffer(copy), offset, bytes.length - offset);
        assertArrayEquals(bytes, copy);
        return isValid;
    }

    private static boolean inside(final int end, final int offset, final int available)
    {
        assertTrue(end >= offset && end <= offset + available, "points outside what was received");
        return true;
    }
}
