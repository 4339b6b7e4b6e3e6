package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Makes a segment to a client into a whole frame, with all checksums, and sends it. Used by the resolver's thread.
 */
final class SegmentWriter
{
    private static final int DNS_PORT = 53;
    private static final int TIME_TO_LIVE = 64;
    private static final int MSS_OPTION = 0x0204_0000; // kind 2, 4 octets
    private static final int MSS_OPTION_LENGTH = 4;
    private static final int SMALLEST_SEGMENT_SIZE = 64; // below, headers are all that is sent
    private static final int LARGEST_FRAME = EthernetHeader.LENGTH + 0xFFFF;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LARGEST_FRAME]);
    private final EthernetHeader ethernet = new EthernetHeader().wrap(buffer, 0);
    private final Ipv4Header ipv4 = new Ipv4Header().wrap(buffer, EthernetHeader.LENGTH);
    private final Ipv6Header ipv6 = new Ipv6Header().wrap(buffer, EthernetHeader.LENGTH);
    private final TcpHeader tcp = new TcpHeader();
    private final NameViews views;
    private final Segments out;
    private ConnectionKey key;
    private long mac;

    SegmentWriter(final NameViews views, final Segments out)
    {
        this.views = views;
        this.out = out;
    }

    /** Whom the next segments go to, at which MAC address. */
    SegmentWriter to(final ConnectionKey client, final long clientMac)
    {
        key = client;
        mac = clientMac;
        return this;
    }

    /** What fits into a packet of the client's network, and is not more than the other side takes. */
    int segmentSize(final ConnectionKey client, final int limit)
    {
        final NameView view = views.get(client.port());
        final int mtu = null == view ? 0 : view.mtu();
        return Math.max(SMALLEST_SEGMENT_SIZE, Math.min(limit, mtu - networkLength(client) - TcpHeader.MIN_LENGTH));
    }

    void send(final int flags, final int sequenceNumber, final int acknowledgmentNumber, final int window)
    {
        header(flags, sequenceNumber, acknowledgmentNumber, window, TcpHeader.MIN_LENGTH);
        finish(TcpHeader.MIN_LENGTH);
    }

    /** With the largest segment that we take: the largest that the network carries. */
    void sendSynAck(final int sequenceNumber, final int acknowledgmentNumber, final int window)
    {
        final int length = TcpHeader.MIN_LENGTH + MSS_OPTION_LENGTH;
        header(TcpHeader.SYN | TcpHeader.ACK, sequenceNumber, acknowledgmentNumber, window, length);
        final int option = MSS_OPTION | segmentSize(key, 0xFFFF);
        buffer.putInt(tcp.offset() + TcpHeader.MIN_LENGTH, option, ByteOrder.BIG_ENDIAN);
        finish(length);
    }

    /** @param from index into the queue */
    void sendData(final int flags, final int sequenceNumber, final int acknowledgmentNumber, final int window,
        final ByteQueue queue, final int from, final int length)
    {
        header(flags, sequenceNumber, acknowledgmentNumber, window, TcpHeader.MIN_LENGTH);
        queue.copyTo(from, buffer, tcp.payloadOffset(), length);
        finish(TcpHeader.MIN_LENGTH + length);
    }

    private static int networkLength(final ConnectionKey client)
    {
        return client.isIpv6() ? Ipv6Header.LENGTH : Ipv4Header.MIN_LENGTH;
    }

    private void header(final int flags, final int sequenceNumber, final int acknowledgmentNumber, final int window,
        final int length)
    {
        tcp.wrap(buffer, EthernetHeader.LENGTH + networkLength(key))
            .sourcePort(DNS_PORT)
            .destinationPort(key.remotePort())
            .sequenceNumber(sequenceNumber)
            .acknowledgmentNumber(acknowledgmentNumber)
            .headerLength(length)
            .flags(flags)
            .window(window)
            .checksum(0)
            .urgentPointer(0);
    }

    private void finish(final int segmentLength)
    {
        final NameView view = views.get(key.port());
        if (null == view)
        {
            return; // the port has just gone
        }
        ethernet.destination(mac).source(view.routerMac());
        final int pseudoHeader = key.isIpv6() ? finishIpv6(segmentLength) : finishIpv4(segmentLength);
        final int sum = InternetChecksum.sum(buffer, tcp.offset(), segmentLength);
        tcp.checksum(InternetChecksum.complement(InternetChecksum.plus(pseudoHeader, sum)));
        out.send(key.port(), buffer, 0, tcp.offset() + segmentLength);
    }

    private int finishIpv4(final int segmentLength)
    {
        ethernet.etherType(EtherType.IPV4);
        ipv4.headerLength(Ipv4Header.MIN_LENGTH)
            .trafficClass(0)
            .totalLength(Ipv4Header.MIN_LENGTH + segmentLength)
            .identification(0) // RFC 6864 4.1: nothing fragments it
            .fragment(true, false, 0)
            .timeToLive(TIME_TO_LIVE)
            .protocol(IpProtocol.TCP)
            .source((int) key.localLow())
            .destination((int) key.remoteLow())
            .computeChecksum();
        return InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), IpProtocol.TCP, segmentLength);
    }

    private int finishIpv6(final int segmentLength)
    {
        ethernet.etherType(EtherType.IPV6);
        ipv6.trafficClassAndFlowLabel(0, 0)
            .payloadLength(segmentLength)
            .nextHeader(IpProtocol.TCP)
            .hopLimit(TIME_TO_LIVE)
            .source(key.localHigh(), key.localLow())
            .destination(key.remoteHigh(), key.remoteLow());
        return InternetChecksum.pseudoHeader(key.localHigh(), key.localLow(), key.remoteHigh(), key.remoteLow(),
            IpProtocol.TCP, segmentLength);
    }
}
