package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.TcpHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * A segment that a client sent, checked once. Used by the resolver's thread.
 *
 * <p>Its checksum is not looked at: the frame came from the client's kernel through memory, where nothing harms it,
 * and as a rule the kernel left the checksum to a network card that is not there. Only the virtio-net header, which is
 * not handed over, would tell which of the two it is.
 */
final class Segment
{
    private static final int DNS_PORT = 53;
    // RFC 9293 3.7.1: without the option
    private static final int DEFAULT_IPV4_SEGMENT_SIZE = 536;
    private static final int DEFAULT_IPV6_SEGMENT_SIZE = 1220;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final EthernetHeader ethernet = new EthernetHeader();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();
    private boolean isIpv6;
    private int end;

    /**
     * @param networkOffset   counts from the frame's Ethernet header, as does the other one
     * @return whether it is a whole segment that may be answered
     */
    boolean wrap(final DirectBuffer source, final int frame, final int length, final int networkOffset,
        final int transportOffset)
    {
        if (networkOffset < EthernetHeader.LENGTH || transportOffset <= networkOffset || transportOffset >= length)
        {
            return false;
        }
        buffer.wrap(source, frame, length);
        ethernet.wrap(buffer, 0);
        isIpv6 = 6 == (buffer.getByte(networkOffset) & 0xF0) >>> 4;
        return !MacAddress.isGroup(ethernet.source()) &&
            (isIpv6 ? wrapIpv6(networkOffset, transportOffset) : wrapIpv4(networkOffset, transportOffset)) &&
            wrapTcp(transportOffset);
    }

    ConnectionKey key(final int port)
    {
        return isIpv6 ? new ConnectionKey(port, true, ipv6.destinationHigh(), ipv6.destinationLow(),
            ipv6.sourceHigh(), ipv6.sourceLow(), tcp.sourcePort()) :
            new ConnectionKey(port, false, 0, ipv4.destination(), 0, ipv4.source(), tcp.sourcePort());
    }

    long sourceMac()
    {
        return ethernet.source();
    }

    int sequenceNumber()
    {
        return tcp.sequenceNumber();
    }

    int acknowledgmentNumber()
    {
        return tcp.acknowledgmentNumber();
    }

    int window()
    {
        return tcp.window();
    }

    boolean has(final int flag)
    {
        return 0 != (tcp.flags() & flag);
    }

    /** RFC 9293 3.10.7.2: what opens a connection. */
    boolean isStart()
    {
        return has(TcpHeader.SYN) && !has(TcpHeader.ACK) && !has(TcpHeader.RST);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    int payloadOffset()
    {
        return tcp.payloadOffset();
    }

    int payloadLength()
    {
        return end - tcp.payloadOffset();
    }

    /** SEG.LEN: octets of the sequence space. */
    int octets()
    {
        return payloadLength() + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }

    /** What the client takes in one segment. */
    int maximumSegmentSize()
    {
        final int offset = tcp.maximumSegmentSizeOffset();
        if (TcpHeader.NO_OPTION == offset)
        {
            return isIpv6 ? DEFAULT_IPV6_SEGMENT_SIZE : DEFAULT_IPV4_SEGMENT_SIZE;
        }
        return buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    private boolean wrapIpv4(final int networkOffset, final int transportOffset)
    {
        final int available = buffer.capacity() - networkOffset;
        if (!Ipv4Header.isValidHeader(buffer, networkOffset, available))
        {
            return false;
        }
        ipv4.wrap(buffer, networkOffset);
        final int firstOctet = ipv4.source() >>> 24;
        return transportOffset == ipv4.payloadOffset() && IpProtocol.TCP == ipv4.protocol() && !ipv4.isFragment() &&
            0 != firstOctet && firstOctet < 224 && // RFC 9293 3.9.2.3: no answer to a group
            endsAt(networkOffset, ipv4.totalLength(), available);
    }

    private boolean wrapIpv6(final int networkOffset, final int transportOffset)
    {
        final int available = buffer.capacity() - networkOffset;
        if (!Ipv6Header.isValidHeader(buffer, networkOffset, available))
        {
            return false;
        }
        ipv6.wrap(buffer, networkOffset);
        final int length = 0 == ipv6.payloadLength() ? 0 : Ipv6Header.LENGTH + ipv6.payloadLength();
        return transportOffset >= ipv6.payloadOffset() && !Ipv6Header.isMulticast(ipv6.sourceHigh()) &&
            0 != (ipv6.sourceHigh() | ipv6.sourceLow()) && endsAt(networkOffset, length, available);
    }

    /** A frame of many segments may leave the packet's length zero; then the frame's counts. */
    private boolean endsAt(final int networkOffset, final int length, final int available)
    {
        end = networkOffset + (0 == length ? available : length);
        return length <= available;
    }

    private boolean wrapTcp(final int transportOffset)
    {
        if (!TcpHeader.isValid(buffer, transportOffset, end - transportOffset))
        {
            return false;
        }
        tcp.wrap(buffer, transportOffset);
        return DNS_PORT == tcp.destinationPort() && 0 != tcp.sourcePort();
    }
}
