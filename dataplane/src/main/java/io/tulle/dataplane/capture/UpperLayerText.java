package io.tulle.dataplane.capture;

import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.NeighborDiscovery;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Says what an IP packet carries, in tcpdump's words. One for each thread that uses it; it allocates. */
final class UpperLayerText
{
    private static final String FLAG_LETTERS = "FSRP.UEW"; // FIN first, as the bits are numbered

    private final TcpHeader tcp = new TcpHeader();
    private final UdpHeader udp = new UdpHeader();
    private final IcmpHeader icmp = new IcmpHeader();
    private final Icmpv6Header icmpv6 = new Icmpv6Header();
    private final NeighborDiscovery neighbor = new NeighborDiscovery();

    /**
     * @param availableBytes how many bytes are there, which a snaplen may have cut
     * @param lengthBytes    how many the IP header promises
     */
    String text(final UnsafeBuffer buffer, final int offset, final int availableBytes, final int protocol,
        final int lengthBytes, final String source, final String destination)
    {
        final String addresses = source + " > " + destination + ": ";
        switch (protocol)
        {
            case IpProtocol.TCP:
                return TcpHeader.isValid(buffer, offset, availableBytes) ?
                    tcp(buffer, offset, lengthBytes, source, destination) : addresses + "[|tcp]";
            case IpProtocol.UDP:
                return UdpHeader.isValidHeader(buffer, offset, availableBytes) ?
                    udp(buffer, offset, lengthBytes, source, destination) : addresses + "[|udp]";
            case IpProtocol.ICMP:
                return addresses + (IcmpHeader.isValid(buffer, offset, availableBytes) ?
                    icmp(buffer, offset, lengthBytes) : "[|icmp]");
            case IpProtocol.ICMPV6:
                return addresses + (Icmpv6Header.isValid(buffer, offset, availableBytes) ?
                    icmpv6(buffer, offset, availableBytes, lengthBytes) : "[|icmp6]");
            default:
                return addresses + PacketText.name(protocol) + ", length " + lengthBytes;
        }
    }

    private String tcp(final UnsafeBuffer buffer, final int offset, final int lengthBytes, final String source,
        final String destination)
    {
        tcp.wrap(buffer, offset);
        final int payloadBytes = Math.max(0, lengthBytes - tcp.headerLength());
        final long sequence = Integer.toUnsignedLong(tcp.sequenceNumber());
        final long next = Integer.toUnsignedLong(tcp.sequenceNumber() + payloadBytes);
        return source + "." + tcp.sourcePort() + " > " + destination + "." + tcp.destinationPort() +
            ": Flags [" + flags(tcp.flags()) + "], seq " + sequence + (0 < payloadBytes ? ":" + next : "") +
            (0 == (tcp.flags() & TcpHeader.ACK) ? "" : ", ack " + Integer.toUnsignedLong(tcp.acknowledgmentNumber())) +
            ", win " + tcp.window() + ", length " + payloadBytes;
    }

    private static String flags(final int flags)
    {
        final StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAG_LETTERS.length(); bit++)
        {
            if (0 != (flags & 1 << bit))
            {
                letters.append(FLAG_LETTERS.charAt(bit));
            }
        }
        return 0 == letters.length() ? "none" : letters.toString();
    }

    private String udp(final UnsafeBuffer buffer, final int offset, final int lengthBytes, final String source,
        final String destination)
    {
        udp.wrap(buffer, offset);
        return source + "." + udp.sourcePort() + " > " + destination + "." + udp.destinationPort() + ": UDP, length " +
            Math.max(0, lengthBytes - UdpHeader.LENGTH);
    }

    private String icmp(final UnsafeBuffer buffer, final int offset, final int lengthBytes)
    {
        icmp.wrap(buffer, offset);
        final String message = switch (icmp.type())
        {
            case IcmpHeader.ECHO_REQUEST -> "echo request" + echo(icmp.identifier(), icmp.sequenceNumber());
            case IcmpHeader.ECHO_REPLY -> "echo reply" + echo(icmp.identifier(), icmp.sequenceNumber());
            case IcmpHeader.DESTINATION_UNREACHABLE -> unreachable();
            case IcmpHeader.TIME_EXCEEDED -> "time exceeded in-transit";
            default -> "type " + icmp.type() + ", code " + icmp.code();
        };
        return "ICMP " + message + ", length " + lengthBytes;
    }

    private static String echo(final int identifier, final int sequenceNumber)
    {
        return ", id " + identifier + ", seq " + sequenceNumber;
    }

    private String unreachable()
    {
        return switch (icmp.code())
        {
            case IcmpHeader.NETWORK_UNREACHABLE -> "net unreachable";
            case IcmpHeader.HOST_UNREACHABLE -> "host unreachable";
            case IcmpHeader.PORT_UNREACHABLE -> "port unreachable";
            case IcmpHeader.FRAGMENTATION_NEEDED -> "unreachable - need to frag (mtu " + icmp.nextHopMtu() + ")";
            default -> "unreachable, code " + icmp.code();
        };
    }

    private String icmpv6(final UnsafeBuffer buffer, final int offset, final int availableBytes, final int lengthBytes)
    {
        icmpv6.wrap(buffer, offset);
        final String message = switch (icmpv6.type())
        {
            case Icmpv6Header.ECHO_REQUEST -> "echo request" + echo(icmpv6.identifier(), icmpv6.sequenceNumber());
            case Icmpv6Header.ECHO_REPLY -> "echo reply" + echo(icmpv6.identifier(), icmpv6.sequenceNumber());
            case Icmpv6Header.DESTINATION_UNREACHABLE -> "destination unreachable, code " + icmpv6.code();
            case Icmpv6Header.PACKET_TOO_BIG -> "packet too big, mtu " + icmpv6.mtu();
            case Icmpv6Header.TIME_EXCEEDED -> "time exceeded in-transit";
            case Icmpv6Header.ROUTER_SOLICITATION -> "router solicitation";
            case Icmpv6Header.ROUTER_ADVERTISEMENT -> "router advertisement";
            case Icmpv6Header.NEIGHBOR_SOLICITATION ->
                "neighbor solicitation" + target(buffer, offset, availableBytes, ", who has ");
            case Icmpv6Header.NEIGHBOR_ADVERTISEMENT ->
                "neighbor advertisement" + target(buffer, offset, availableBytes, ", tgt is ");
            default -> "type " + icmpv6.type() + ", code " + icmpv6.code();
        };
        return "ICMP6, " + message + ", length " + lengthBytes;
    }

    private String target(final UnsafeBuffer buffer, final int offset, final int availableBytes, final String words)
    {
        if (!NeighborDiscovery.isValid(buffer, offset, availableBytes))
        {
            return ", malformed";
        }
        neighbor.wrap(buffer, offset, availableBytes);
        return words + InetText.formatIpv6(neighbor.targetHigh(), neighbor.targetLow());
    }
}
