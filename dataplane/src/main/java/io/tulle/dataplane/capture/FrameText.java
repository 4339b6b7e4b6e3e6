package io.tulle.dataplane.capture;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.Dot1qTag;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says in one line what a captured frame is, in tcpdump's words: time, port, direction, packet, and for a dropped frame
 * the reason. Called by the thread that reads the capture; it allocates.
 */
public final class FrameText
{
    private static final int ARP_LENGTH = ArpPacket.LENGTH;
    private static final String LINE = "%s %s %-4s %s%s%s";

    private final EthernetHeader ethernet = new EthernetHeader();
    private final Dot1qTag tag = new Dot1qTag();
    private final ArpPacket arp = new ArpPacket();
    private final PacketText packet = new PacketText();
    private final DateTimeFormatter time;

    public FrameText(final ZoneId zone)
    {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(zone);
    }

    public String line(final CapturedFrame frame)
    {
        return LINE.formatted(time.format(instant(frame.timeNs())), frame.portName(), frame.event().label(),
            summary(frame.buffer(), frame.offset(), frame.length(), frame.wireLength()),
            frame.isDropped() ? ", " + frame.dropText() : "", null == frame.comment() ? "" : ", " + frame.comment());
    }

    private static Instant instant(final long timeNs)
    {
        return Instant.ofEpochSecond(0, timeNs);
    }

    String summary(final UnsafeBuffer buffer, final int offset, final int lengthBytes, final int wireLengthBytes)
    {
        if (!EthernetHeader.isValid(buffer, offset, lengthBytes))
        {
            return "[|ether], length " + wireLengthBytes;
        }
        final StringBuilder tags = new StringBuilder();
        int typeOffset = offset + Dot1qTag.OFFSET_IN_FRAME;
        while (Dot1qTag.isValid(buffer, typeOffset, offset + lengthBytes - typeOffset))
        {
            tag.wrap(buffer, typeOffset);
            tags.append("vlan ").append(tag.vlanId()).append(", p ").append(tag.priority()).append(", ");
            typeOffset += Dot1qTag.LENGTH;
        }
        final int etherType = ethernet.wrap(buffer, typeOffset - Dot1qTag.OFFSET_IN_FRAME).etherType();
        final int network = typeOffset + Short.BYTES;
        return tags + network(buffer, offset, etherType, network, offset + lengthBytes, wireLengthBytes);
    }

    private String network(final UnsafeBuffer buffer, final int offset, final int etherType, final int network,
        final int end, final int wireLengthBytes)
    {
        return switch (etherType)
        {
            case EtherType.IPV4 -> packet.ipv4(buffer, network, end - network);
            case EtherType.IPV6 -> packet.ipv6(buffer, network, end - network);
            case EtherType.ARP -> arp(buffer, network, end - network);
            default -> other(buffer, offset, etherType, wireLengthBytes);
        };
    }

    private String arp(final UnsafeBuffer buffer, final int offset, final int availableBytes)
    {
        if (!ArpPacket.isValid(buffer, offset, availableBytes))
        {
            return "ARP, malformed, length " + availableBytes;
        }
        arp.wrap(buffer, offset);
        final String sender = InetText.formatIpv4(arp.senderAddress());
        return "ARP, " + switch (arp.operation())
        {
            case ArpPacket.REQUEST -> "Request who-has " + InetText.formatIpv4(arp.targetAddress()) + " tell " + sender;
            case ArpPacket.REPLY -> "Reply " + sender + " is-at " + MacAddress.format(arp.senderMac());
            default -> "operation " + arp.operation() + " from " + sender;
        } + ", length " + ARP_LENGTH;
    }

    private String other(final UnsafeBuffer buffer, final int offset, final int etherType, final int wireLengthBytes)
    {
        ethernet.wrap(buffer, offset);
        final String kind = etherType < EtherType.MINIMUM ? "802.3" : "ethertype 0x%04x".formatted(etherType);
        return MacAddress.format(ethernet.source()) + " > " + MacAddress.format(ethernet.destination()) + ", " + kind +
            ", length " + wireLengthBytes;
    }
}
