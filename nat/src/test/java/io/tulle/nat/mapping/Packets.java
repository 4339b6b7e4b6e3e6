package io.tulle.nat.mapping;

import java.nio.ByteOrder;
import java.util.Arrays;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.TcpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes whole packets as frames: endpoints are written as 10.0.0.2:4000, or [2001:db8::2]:4000. */
final class Packets
{
    private static final long ROUTER_MAC = 0x0242_0A00_0001L;
    private static final long SENDER_MAC = 0x0242_0A00_0002L;

    private Packets()
    {
    }

    static byte[] udp(final String source, final String destination)
    {
        final UnsafeBuffer udp = ports(source, destination, 16);
        udp.putShort(4, (short) 16, ByteOrder.BIG_ENDIAN);
        return packet(IpProtocol.UDP, source, destination, udp);
    }

    static byte[] tcp(final String source, final String destination, final int flags)
    {
        final UnsafeBuffer tcp = ports(source, destination, TcpHeader.MIN_LENGTH);
        tcp.putByte(12, (byte) 0x50);
        tcp.putByte(13, (byte) flags);
        return packet(IpProtocol.TCP, source, destination, tcp);
    }

    static byte[] syn(final String source, final String destination)
    {
        return tcp(source, destination, TcpHeader.SYN);
    }

    static byte[] sctp(final String source, final String destination)
    {
        return packet(IpProtocol.SCTP, source, destination, ports(source, destination, 16));
    }

    /** An echo request; the source's port is its identifier. */
    static byte[] echo(final String source, final String destination)
    {
        final boolean isIpv6 = source.startsWith("[");
        final UnsafeBuffer icmp = new UnsafeBuffer(new byte[16]);
        icmp.putByte(0, (byte) (isIpv6 ? 128 : 8));
        icmp.putShort(4, (short) port(source), ByteOrder.BIG_ENDIAN);
        if (!isIpv6)
        {
            icmp.putShort(2, (short) ~(0x0800 + port(source)), ByteOrder.BIG_ENDIAN);
        }
        return packet(isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP, source, destination, icmp);
    }

    /** An echo reply; the destination's port is its identifier. */
    static byte[] echoReply(final String source, final String destination)
    {
        final UnsafeBuffer icmp = new UnsafeBuffer(new byte[16]);
        icmp.putShort(4, (short) port(destination), ByteOrder.BIG_ENDIAN);
        return packet(IpProtocol.ICMP, source, destination, icmp);
    }

    static int port(final String endpoint)
    {
        final int colon = endpoint.lastIndexOf(':');
        return endpoint.startsWith("[") && colon < endpoint.indexOf(']') || colon < 0 ? 0 :
            Integer.parseInt(endpoint.substring(colon + 1));
    }

    static String address(final String endpoint)
    {
        return endpoint.startsWith("[") ? endpoint.substring(1, endpoint.indexOf(']')) : endpoint.split(":")[0];
    }

    /** @return type and code of an ICMP error in a frame. */
    static int[] icmpError(final byte[] frame)
    {
        return new int[]{frame[34] & 0xFF, frame[35] & 0xFF};
    }

    private static UnsafeBuffer ports(final String source, final String destination, final int lengthBytes)
    {
        final UnsafeBuffer transport = new UnsafeBuffer(new byte[lengthBytes]);
        transport.putShort(0, (short) port(source), ByteOrder.BIG_ENDIAN);
        transport.putShort(2, (short) port(destination), ByteOrder.BIG_ENDIAN);
        return transport;
    }

    private static byte[] packet(final int protocol, final String source, final String destination,
        final UnsafeBuffer transport)
    {
        if (source.startsWith("["))
        {
            return FrameBuilder.ipv6(ROUTER_MAC, SENDER_MAC, address(source), address(destination), protocol,
                transport.byteArray());
        }
        final byte[] packet = Arrays.copyOf(new byte[20], 20 + transport.capacity());
        final UnsafeBuffer ip = new UnsafeBuffer(packet);
        ip.putByte(0, (byte) 0x45);
        ip.putShort(2, (short) packet.length, ByteOrder.BIG_ENDIAN);
        ip.putByte(8, (byte) 64);
        ip.putByte(9, (byte) protocol);
        ip.putInt(12, InetText.parseIpv4(address(source)), ByteOrder.BIG_ENDIAN);
        ip.putInt(16, InetText.parseIpv4(address(destination)), ByteOrder.BIG_ENDIAN);
        ip.putShort(10, (short) checksum(ip), ByteOrder.BIG_ENDIAN);
        ip.putBytes(20, transport, 0, transport.capacity());
        return FrameBuilder.ethernet(ROUTER_MAC, SENDER_MAC, EtherType.IPV4, packet);
    }

    private static int checksum(final UnsafeBuffer header)
    {
        int sum = 0;
        for (int i = 0; i < 20; i += 2)
        {
            sum += header.getShort(i, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        }
        return ~(sum + (sum >>> 16)) & 0xFFFF;
    }
}
