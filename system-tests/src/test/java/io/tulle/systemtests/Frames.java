package io.tulle.systemtests;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Writes the frames that hostile containers send, from text that a reader knows. Called by tests. */
final class Frames
{
    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final String ZERO = "00:00:00:00:00:00";
    static final int ARP = 0x0806;
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;
    static final int VLAN = 0x8100;
    static final int LOCAL_EXPERIMENTAL = 0x88B5; // IEEE 802: free for private use, so no kernel answers it
    static final int ARP_REQUEST = 1;
    static final int ARP_REPLY = 2;

    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    private Frames()
    {
    }

    static byte[] ethernet(final String destination, final String source, final int etherType, final byte... payload)
    {
        return ByteBuffer.allocate(14 + payload.length).put(mac(destination)).put(mac(source))
            .putShort((short) etherType).put(payload).array();
    }

    /** An ARP packet for Ethernet and IPv4, as RFC 826 has it. */
    static byte[] arp(final int operation, final String senderMac, final String senderIp, final String targetMac,
        final String targetIp)
    {
        return ByteBuffer.allocate(28).putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4)
            .putShort((short) operation).put(mac(senderMac)).put(ip(senderIp)).put(mac(targetMac)).put(ip(targetIp))
            .array();
    }

    /** An IPv4 datagram of UDP with a good header checksum; UDP needs none (RFC 768). */
    static byte[] udp(final String source, final String destination, final byte... payload)
    {
        final int length = 28 + payload.length;
        final ByteBuffer packet = ByteBuffer.allocate(length).put((byte) 0x45).put((byte) 0).putShort((short) length)
            .putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0).put(ip(source)).put(ip(destination))
            .putShort((short) 4000).putShort((short) 4001).putShort((short) (8 + payload.length)).putShort((short) 0)
            .put(payload);
        return packet.putShort(10, (short) checksum(packet.array(), 0, 20, 0)).array();
    }

    /** A neighbor advertisement of an address with a MAC (RFC 4861 4.4), hop limit 255. */
    static byte[] neighborAdvertisement(final String source, final String address, final String mac)
    {
        final byte[] message = ByteBuffer.allocate(32).put((byte) 136).put((byte) 0).putShort((short) 0)
            .putInt(0x2000_0000).put(ip(address)).put((byte) 2).put((byte) 1).put(mac(mac)).array();
        final ByteBuffer packet = ByteBuffer.allocate(40 + message.length).putInt(0x6000_0000)
            .putShort((short) message.length).put((byte) 58).put((byte) 255).put(ip(source)).put(ip("ff02::1"))
            .put(message);
        // the pseudo header's addresses stand where the packet has them; length and next header are added
        return packet.putShort(42, (short) checksum(packet.array(), 8, packet.capacity(), message.length + 58)).array();
    }

    static byte[] mac(final String text)
    {
        return MAC.parseHex(text);
    }

    /** A locally administered unicast address, another one for each number. */
    static byte[] numberedMac(final int number)
    {
        return ByteBuffer.allocate(6).putShort((short) 0x0200).putInt(number).array();
    }

    static byte[] ip(final String text)
    {
        try
        {
            return InetAddress.getByName(text).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);
        }
    }

    static byte[] withoutOuterTag(final byte[] frame)
    {
        return VLAN != etherType(frame) ? frame : ByteBuffer.allocate(frame.length - 4).put(frame, 0, 12)
            .put(frame, 16, frame.length - 16).array();
    }

    static int etherType(final byte[] frame)
    {
        return ByteBuffer.wrap(frame).getShort(12) & 0xFFFF;
    }

    /** The Internet checksum (RFC 1071) of a range, begun with a sum. */
    static int checksum(final byte[] bytes, final int from, final int to, final int start)
    {
        long sum = start;
        for (int i = from; i < to; i += 2)
        {
            sum += (bytes[i] & 0xFF) << 8 | (i + 1 < to ? bytes[i + 1] & 0xFF : 0);
        }
        while (sum >>> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }
}
