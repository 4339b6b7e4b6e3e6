package io.tulle.nat.translate;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.IcmpMessage;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.conntrack.TupleReader;

/**
 * The beginning of a packet that an ICMP error quotes: checks as much of it as is there, tells its tuple, and puts back
 * the addresses and ports that it had. Called by the worker.
 *
 * <p>A quote ends where its maker liked, at the earliest behind eight bytes of the transport header (RFC 792). The
 * quoted transport checksum is neither verified (RFC 5508 REQ-3c) nor always there; what is there is updated.
 */
final class QuotedPacket
{
    /** What {@link #wrap} found. */
    enum Quote
    {
        GOOD, MALFORMED, LATER_FRAGMENT
    }

    private static final int MIN_TRANSPORT_BYTES = 8;

    private final FrameBytes bytes;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private int networkOffset;
    private int transportOffset;
    private int end;
    private int protocol;
    private boolean isIpv4;

    QuotedPacket(final FrameBytes bytes)
    {
        this.bytes = bytes;
    }

    /** @param quoteEnd where the last byte of the ICMP message is followed by nothing */
    Quote wrap(final int offset, final int quoteEnd, final boolean isQuoteIpv4)
    {
        networkOffset = offset;
        end = quoteEnd;
        isIpv4 = isQuoteIpv4;
        final Quote quote = isQuoteIpv4 ? wrapIpv4() : wrapIpv6();
        return Quote.GOOD == quote && !isTransportGood() ? Quote.MALFORMED : quote;
    }

    /** Sets all but the realm. */
    void tuple(final Tuple tuple)
    {
        TupleReader.read(bytes, networkOffset, isIpv4, protocol, transportOffset, tuple);
    }

    /** Makes the quote what the packet was when it came in. */
    void translate(final Tuple original)
    {
        final int addressDelta = isIpv4 ?
            HeaderRewrite.addresses(bytes, networkOffset, (int) original.sourceLow(), (int) original.destinationLow()) :
            HeaderRewrite.addresses(bytes, networkOffset, original.sourceHigh(), original.sourceLow(),
                original.destinationHigh(), original.destinationLow());
        final int portDelta = HeaderRewrite.ports(bytes, protocol, transportOffset, original.sourcePort(),
            original.destinationPort());
        final int field = TransportChecksum.offset(protocol);
        if (TransportChecksum.NONE != field && transportOffset + field + Short.BYTES <= end)
        {
            final int pseudoHeaderDelta = TransportChecksum.coversAddresses(protocol) ? addressDelta : 0;
            TransportChecksum.apply(bytes, protocol, transportOffset + field,
                InternetChecksum.plus(pseudoHeaderDelta, portDelta));
        }
    }

    private Quote wrapIpv4()
    {
        // RFC 5508 REQ-3a: a wrong header checksum; REQ-3b: options are skipped. Its length may be more than the quote
        if (!Ipv4Header.isValidHeader(bytes.buffer(), networkOffset, end - networkOffset) ||
            !ipv4.wrap(bytes.buffer(), networkOffset).isChecksumCorrect())
        {
            return Quote.MALFORMED;
        }
        protocol = ipv4.protocol();
        transportOffset = ipv4.payloadOffset();
        return 0 == ipv4.fragmentOffset() ? Quote.GOOD : Quote.LATER_FRAGMENT;
    }

    private Quote wrapIpv6()
    {
        final int available = end - networkOffset;
        if (!Ipv6Header.isValidHeader(bytes.buffer(), networkOffset, available) ||
            !extensions.wrap(bytes.buffer(), networkOffset, available))
        {
            return Quote.MALFORMED;
        }
        protocol = extensions.protocol();
        transportOffset = extensions.upperLayerOffset();
        return extensions.isLaterFragment() ? Quote.LATER_FRAGMENT : Quote.GOOD;
    }

    private boolean isTransportGood()
    {
        if (IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol)
        {
            // RFC 1122 3.2.2: no error is about an error
            return end - transportOffset >= MIN_TRANSPORT_BYTES && isIpv4 == (IpProtocol.ICMP == protocol) &&
                IcmpMessage.isQuery(bytes.getByte(transportOffset), isIpv4);
        }
        return !TupleReader.hasPorts(protocol) || end - transportOffset >= MIN_TRANSPORT_BYTES;
    }
}
