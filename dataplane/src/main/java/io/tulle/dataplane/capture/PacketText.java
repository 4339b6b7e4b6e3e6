package io.tulle.dataplane.capture;

import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/** Says what an IP packet is, in tcpdump's words. One for each thread that uses it; it allocates. */
final class PacketText
{
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final UpperLayerText upperLayer = new UpperLayerText();

    String ipv4(final UnsafeBuffer buffer, final int offset, final int availableBytes)
    {
        if (!Ipv4Header.isValidHeader(buffer, offset, availableBytes))
        {
            return "IP [|ip], length " + availableBytes;
        }
        ipv4.wrap(buffer, offset);
        final String source = InetText.formatIpv4(ipv4.source());
        final String destination = InetText.formatIpv4(ipv4.destination());
        final int lengthBytes = Math.max(0, ipv4.payloadLength());
        if (0 < ipv4.fragmentOffset())
        {
            return "IP " + fragment(source, destination, ipv4.protocol(), ipv4.fragmentOffset(), lengthBytes);
        }
        final int headerBytes = ipv4.headerLength();
        return "IP " + upperLayer.text(buffer, offset + headerBytes, availableBytes - headerBytes, ipv4.protocol(),
            lengthBytes, source, destination) + (ipv4.moreFragments() ? ", more fragments" : "");
    }

    String ipv6(final UnsafeBuffer buffer, final int offset, final int availableBytes)
    {
        if (!Ipv6Header.isValidHeader(buffer, offset, availableBytes))
        {
            return "IP6 [|ip6], length " + availableBytes;
        }
        ipv6.wrap(buffer, offset);
        final String source = InetText.formatIpv6(ipv6.sourceHigh(), ipv6.sourceLow());
        final String destination = InetText.formatIpv6(ipv6.destinationHigh(), ipv6.destinationLow());
        if (!extensions.wrap(buffer, offset, availableBytes))
        {
            return "IP6 " + source + " > " + destination + ": [|extension headers]";
        }
        final int headerBytes = extensions.upperLayerOffset() - offset;
        final int lengthBytes = Math.max(0, Ipv6Header.LENGTH + ipv6.payloadLength() - headerBytes);
        if (extensions.isLaterFragment())
        {
            return "IP6 " +
                fragment(source, destination, extensions.protocol(), extensions.fragmentOffset(), lengthBytes);
        }
        return "IP6 " + upperLayer.text(buffer, extensions.upperLayerOffset(), availableBytes - headerBytes,
            extensions.protocol(), lengthBytes, source, destination) +
            (extensions.moreFragments() ? ", more fragments" : "");
    }

    private static String fragment(final String source, final String destination, final int protocol,
        final int fragmentOffset, final int lengthBytes)
    {
        return source + " > " + destination + ": " + name(protocol) + " fragment at " + fragmentOffset + ", length " +
            lengthBytes;
    }

    static String name(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP -> "TCP";
            case IpProtocol.UDP -> "UDP";
            case IpProtocol.ICMP -> "ICMP";
            case IpProtocol.ICMPV6 -> "ICMP6";
            default -> "ip-proto-" + protocol;
        };
    }
}
