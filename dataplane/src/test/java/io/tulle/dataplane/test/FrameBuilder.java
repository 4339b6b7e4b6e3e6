package io.tulle.dataplane.test;

import java.nio.ByteOrder;
import java.util.Arrays;

import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes whole frames as byte arrays, for tests of every module. */
public final class FrameBuilder
{
    private static final int TAG_BYTES = 4;
    private static final int MACS_BYTES = 12;

    private FrameBuilder()
    {
    }

    /** A frame whose payload counts up, so that a byte in the wrong place shows. */
    public static byte[] ethernet(final long destination, final long source, final int etherType,
        final int payloadBytes)
    {
        final byte[] payload = new byte[payloadBytes];
        for (int i = 0; i < payloadBytes; i++)
        {
            payload[i] = (byte) i;
        }
        return ethernet(destination, source, etherType, payload);
    }

    public static byte[] ethernet(final long destination, final long source, final int etherType, final byte[] payload)
    {
        final byte[] frame = new byte[EthernetHeader.LENGTH + payload.length];
        new EthernetHeader().wrap(new UnsafeBuffer(frame), 0)
            .destination(destination)
            .source(source)
            .etherType(etherType);
        System.arraycopy(payload, 0, frame, EthernetHeader.LENGTH, payload.length);
        return frame;
    }

    /** An ARP packet in a frame of 60 bytes, as short frames are padded. */
    public static byte[] arp(final int operation, final long destination, final long senderMac, final String sender,
        final String target)
    {
        final byte[] frame = Arrays.copyOf(ethernet(destination, senderMac, EtherType.ARP, new byte[0]), 60);
        new ArpPacket().wrap(new UnsafeBuffer(frame), EthernetHeader.LENGTH)
            .ethernetAndIpv4()
            .operation(operation)
            .senderMac(senderMac)
            .senderAddress(InetText.parseIpv4(sender))
            .targetMac(0)
            .targetAddress(InetText.parseIpv4(target));
        return frame;
    }

    /** Who has the target? Tell the sender. */
    public static byte[] arpRequest(final long senderMac, final String sender, final String target)
    {
        return arp(ArpPacket.REQUEST, MacAddress.BROADCAST, senderMac, sender, target);
    }

    /** A UDP packet as far as its IPv4 header goes; the payload counts up. */
    public static byte[] ipv4(final long destination, final long source, final String sourceAddress,
        final String destinationAddress, final int payloadBytes)
    {
        final byte[] frame = ethernet(destination, source, EtherType.IPV4, 20 + payloadBytes);
        final UnsafeBuffer packet = new UnsafeBuffer(frame, EthernetHeader.LENGTH, 20);
        packet.setMemory(0, 20, (byte) 0);
        packet.putByte(0, (byte) 0x45);
        packet.putShort(2, (short) (20 + payloadBytes), ByteOrder.BIG_ENDIAN);
        packet.putByte(8, (byte) 64);
        packet.putByte(9, (byte) 17);
        packet.putInt(12, InetText.parseIpv4(sourceAddress), ByteOrder.BIG_ENDIAN);
        packet.putInt(16, InetText.parseIpv4(destinationAddress), ByteOrder.BIG_ENDIAN);
        return frame;
    }

    /** An IPv6 packet with hop limit 255 around the payload. */
    public static byte[] ipv6(final long destination, final long source, final String sourceAddress,
        final String destinationAddress, final int nextHeader, final byte[] payload)
    {
        final byte[] packet = new byte[40 + payload.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        buffer.putByte(0, (byte) 0x60);
        buffer.putShort(4, (short) payload.length, ByteOrder.BIG_ENDIAN);
        buffer.putByte(6, (byte) nextHeader);
        buffer.putByte(7, (byte) 255);
        putIpv6(buffer, 8, sourceAddress);
        putIpv6(buffer, 24, destinationAddress);
        System.arraycopy(payload, 0, packet, 40, payload.length);
        return ethernet(destination, source, EtherType.IPV6, packet);
    }

    /** A neighbor solicitation or advertisement from its ICMPv6 header on, with a link-layer address option or none. */
    public static byte[] neighborMessage(final int type, final String target, final int optionType, final long mac)
    {
        final byte[] message = new byte[MacAddress.NONE == mac ? 24 : 32];
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        buffer.putByte(0, (byte) type);
        putIpv6(buffer, 8, target);
        if (MacAddress.NONE != mac)
        {
            buffer.putByte(24, (byte) optionType);
            buffer.putByte(25, (byte) 1);
            MacAddress.put(buffer, 26, mac);
        }
        return message;
    }

    /** Puts an extension header of 8 bytes before the payload. */
    public static byte[] behindOptions(final int nextHeader, final byte[] payload)
    {
        final byte[] packet = new byte[8 + payload.length];
        packet[0] = (byte) nextHeader;
        packet[2] = 1; // PadN over the rest
        packet[3] = 4;
        System.arraycopy(payload, 0, packet, 8, payload.length);
        return packet;
    }

    /** The frame with a VLAN tag put in, before any other. */
    public static byte[] tagged(final int tagProtocol, final int vlanId, final byte[] frame)
    {
        final byte[] tagged = new byte[frame.length + TAG_BYTES];
        System.arraycopy(frame, 0, tagged, 0, MACS_BYTES);
        System.arraycopy(frame, MACS_BYTES, tagged, MACS_BYTES + TAG_BYTES, frame.length - MACS_BYTES);
        final UnsafeBuffer buffer = new UnsafeBuffer(tagged);
        buffer.putShort(MACS_BYTES, (short) tagProtocol, ByteOrder.BIG_ENDIAN);
        buffer.putShort(MACS_BYTES + 2, (short) vlanId, ByteOrder.BIG_ENDIAN);
        return tagged;
    }

    /** The frame behind a virtio-net header that says: one segment of so many bytes after another. */
    public static byte[] gso(final int gsoType, final int gsoSize, final int headerBytes, final byte[] frame)
    {
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        new VnetHeader().wrap(new UnsafeBuffer(whole), 0)
            .flags(VnetHeader.NEEDS_CSUM)
            .gsoType(gsoType)
            .gsoSize(gsoSize)
            .headerLength(headerBytes);
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        return whole;
    }

    private static void putIpv6(final UnsafeBuffer buffer, final int offset, final String address)
    {
        final long[] halves = InetText.parseIpv6(address);
        buffer.putLong(offset, halves[0], ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 8, halves[1], ByteOrder.BIG_ENDIAN);
    }
}
