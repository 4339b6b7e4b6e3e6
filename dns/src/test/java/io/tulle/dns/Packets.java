package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Makes questions and the frames around them, and reads answers, with another implementation of DNS. */
final class Packets
{
    static final long CLIENT_MAC = 0x0242_AC11_0002L;
    static final long ROUTER_MAC = 0x0242_AC11_0001L;
    static final String CLIENT = "172.17.0.2";
    static final String GATEWAY = "172.17.0.1";
    static final String CLIENT6 = "fd00:17::2";
    static final String GATEWAY6 = "fe80::42:acff:fe11:1";
    static final int CLIENT_PORT = 40_000;
    static final int UDP = 17;
    static final int TCP = 6;
    static final int ETHERNET_LENGTH = 14;
    static final int IPV4_MESSAGE = ETHERNET_LENGTH + AnswerFrame.IPV4_HEADERS_LENGTH;
    static final int IPV6_MESSAGE = ETHERNET_LENGTH + AnswerFrame.IPV6_HEADERS_LENGTH;

    private Packets()
    {
    }

    static Message message(final int id, final String name, final int type)
    {
        final Message message = new Message(id);
        message.getHeader().setFlag(Flags.RD);
        message.addRecord(Record.newRecord(name(name), type, DClass.IN), 0);
        return message;
    }

    static byte[] question(final int id, final String name, final int type)
    {
        return message(id, name, type).toWire();
    }

    /** The last record is OPT: a question that offers more than 512 octets, and sets DO or not. */
    static byte[] questionWithOpt(final int id, final String name, final int type, final int payload,
        final boolean isDnssecOk)
    {
        final Message message = message(id, name, type);
        message.addRecord(new org.xbill.DNS.OPTRecord(payload, 0, 0, isDnssecOk ? 0x8000 : 0), 3);
        return message.toWire();
    }

    /** By UDP from the client to the gateway, with all checksums. */
    static byte[] ipv4(final byte[] message)
    {
        return ipv4(new byte[0], UDP, udp(message));
    }

    static byte[] ipv4(final byte[] options, final int protocol, final byte[] transport)
    {
        final int headerLength = Ipv4Header.MIN_LENGTH + options.length;
        final byte[] frame = FrameBuilder.ethernet(ROUTER_MAC, CLIENT_MAC, EtherType.IPV4,
            new byte[headerLength + transport.length]);
        System.arraycopy(options, 0, frame, ETHERNET_LENGTH + Ipv4Header.MIN_LENGTH, options.length);
        System.arraycopy(transport, 0, frame, ETHERNET_LENGTH + headerLength, transport.length);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final Ipv4Header ipv4 = new Ipv4Header().wrap(buffer, ETHERNET_LENGTH);
        ipv4.headerLength(headerLength).totalLength(headerLength + transport.length).identification(0x1234)
            .timeToLive(64).protocol(protocol).source(InetText.parseIpv4(CLIENT))
            .destination(InetText.parseIpv4(GATEWAY)).computeChecksum();
        putChecksum(buffer, ETHERNET_LENGTH + headerLength, protocol, transport.length,
            InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), protocol, transport.length));
        return frame;
    }

    static byte[] ipv6(final byte[] message)
    {
        return ipv6(UDP, udp(message));
    }

    static byte[] ipv6(final int protocol, final byte[] transport)
    {
        final byte[] frame = FrameBuilder.ipv6(ROUTER_MAC, CLIENT_MAC, CLIENT6, GATEWAY6, protocol, transport);
        putIpv6Checksum(frame, ETHERNET_LENGTH + 40, protocol, transport.length);
        return frame;
    }

    /** The question behind an extension header of eight bytes. */
    static byte[] ipv6BehindOptions(final byte[] message)
    {
        final byte[] frame = FrameBuilder.ipv6(ROUTER_MAC, CLIENT_MAC, CLIENT6, GATEWAY6, 60,
            FrameBuilder.behindOptions(UDP, udp(message)));
        putIpv6Checksum(frame, ETHERNET_LENGTH + 48, UDP, 8 + message.length);
        return frame;
    }

    static byte[] udp(final byte[] message)
    {
        final byte[] udp = new byte[8 + message.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(udp);
        buffer.putShort(0, (short) CLIENT_PORT, BIG_ENDIAN);
        buffer.putShort(2, (short) 53, BIG_ENDIAN);
        buffer.putShort(4, (short) udp.length, BIG_ENDIAN);
        buffer.putBytes(8, message);
        return udp;
    }

    /** A TCP header to port 53 with SYN. */
    static byte[] tcp()
    {
        final byte[] tcp = new byte[20];
        final UnsafeBuffer buffer = new UnsafeBuffer(tcp);
        buffer.putShort(0, (short) CLIENT_PORT, BIG_ENDIAN);
        buffer.putShort(2, (short) 53, BIG_ENDIAN);
        buffer.putShort(12, (short) 0x5002, BIG_ENDIAN);
        return tcp;
    }

    static byte[] behindVnetHeader(final byte[] frame)
    {
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        return whole;
    }

    static Message answer(final byte[] frame)
    {
        try
        {
            return new Message(Arrays.copyOfRange(frame, 0x60 == (frame[ETHERNET_LENGTH] & 0xF0) ?
                IPV6_MESSAGE : IPV4_MESSAGE, frame.length));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static Name name(final String text)
    {
        try
        {
            return Name.fromString(text, Name.root);
        }
        catch (final TextParseException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    private static void putIpv6Checksum(final byte[] frame, final int offset, final int protocol, final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        int sum = InternetChecksum.sum(buffer, ETHERNET_LENGTH + 8, 32);
        sum = InternetChecksum.plus(sum, protocol + length);
        putChecksum(buffer, offset, protocol, length, sum);
    }

    private static void putChecksum(final UnsafeBuffer buffer, final int offset, final int protocol, final int length,
        final int pseudoHeader)
    {
        final int sum = InternetChecksum.sum(buffer, offset, length);
        buffer.putShort(offset + (UDP == protocol ? 6 : 16),
            (short) InternetChecksum.complementUdp(InternetChecksum.plus(sum, pseudoHeader)), BIG_ENDIAN);
    }
}
