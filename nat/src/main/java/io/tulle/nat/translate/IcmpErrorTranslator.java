package io.tulle.nat.translate;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.IcmpMessage;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.RouterPort;

/**
 * Brings an ICMP error to the one who sent the packet that it is about, and shows that packet as it was sent (RFC 5508
 * REQ-3 to REQ-7). Called by the worker.
 *
 * <p>Whoever makes an error quotes a packet as we sent it there: translated already. An answer to that packet would
 * come in as the quote's inverse, in the realm that the error comes in from; so the inverse is looked up, and the
 * direction d that it is found in is the error's own. The packet itself walked the other direction, and was the other
 * tuple when it came in:
 * <pre>
 *   sender --- tuple[1-d] ---> Tulle --- inverse of tuple[d] ---> ... whoever could not go on with it
 *   sender &lt;-- quotes tuple[1-d] -- Tulle &lt;-- quotes inverse of tuple[d] -- ...
 * </pre>
 * The session is neither refreshed nor ended, nor does its state change (RFC 5508 REQ-6, RFC 4787 REQ-12, RFC 5382
 * REQ-10). Type, code, MTU and the length attribute of RFC 4884 stay (RFC 5508 REQ-4b, REQ-3d).
 */
final class IcmpErrorTranslator
{
    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final SessionTable sessions;
    private final SessionDescriptor session;
    private final IcmpErrorChecksum checksum;
    private final QuotedPacket quote;
    private final Tuple quoted = new Tuple();
    private final Tuple answer = new Tuple(); // tuple[d], as an answer to the quoted packet comes in
    private final Tuple sent = new Tuple(); // tuple[1-d], as the quoted packet came in

    IcmpErrorTranslator(final FramePool pool, final SessionTable sessions)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
        this.sessions = sessions;
        session = sessions.descriptor();
        checksum = new IcmpErrorChecksum(pool);
        quote = new QuotedPacket(bytes);
    }

    /**
     * Translates an ICMP error whose ICMP header is whole, and sets its session and egress port.
     *
     * @return {@link DropReason#NONE}, or why it ends here: then it is as it came in
     */
    DropReason translate(final int frame, final RouterPort ingress)
    {
        final boolean isIpv4 = EtherType.IPV4 == frames.etherType(frame);
        if (!checksum.isCorrect(frame, isIpv4)) // RFC 5508 REQ-3
        {
            return DropReason.ICMP_MALFORMED;
        }
        final int quoteOffset = frames.transportOffset(frame) + IcmpMessage.HEADER_LENGTH;
        return switch (quote.wrap(quoteOffset, frames.transportOffset(frame) + frames.transportLength(frame), isIpv4))
        {
            case GOOD -> lookUp(frame, ingress, isIpv4);
            case LATER_FRAGMENT -> DropReason.ICMP_UNRELATED; // nothing in it tells the session
            case MALFORMED -> DropReason.ICMP_MALFORMED;
        };
    }

    private DropReason lookUp(final int frame, final RouterPort ingress, final boolean isIpv4)
    {
        quote.tuple(quoted);
        answer.inverse(quoted, ingress.realm());
        final int reference = sessions.lookup(sessions.hash(answer), answer);
        if (SessionTable.NO_SESSION == reference || !isPlausible(frame, reference, ingress, isIpv4))
        {
            return DropReason.ICMP_UNRELATED;
        }
        if (HeaderRewrite.timeToLive(bytes, frames.networkOffset(frame), isIpv4) <= 1)
        {
            return DropReason.TTL_EXCEEDED; // and no error about an error
        }
        frames.session(frame, reference);
        frames.egressPort(frame, session.egressPort(SessionTable.direction(reference)));
        rewrite(frame, ingress, isIpv4);
        return DropReason.NONE;
    }

    /** Nobody else may speak for whoever got the packet, nor say it to anybody but its sender. */
    private boolean isPlausible(final int frame, final int reference, final RouterPort ingress, final boolean isIpv4)
    {
        final int sentDirection = Direction.opposite(SessionTable.direction(reference));
        session.wrap(SessionTable.session(reference)).tuple(sentDirection, sent);
        return ingress.index() == session.egressPort(sentDirection) && isToSender(frame, isIpv4);
    }

    private void rewrite(final int frame, final RouterPort ingress, final boolean isIpv4)
    {
        final int networkOffset = frames.networkOffset(frame);
        quote.translate(sent); // REQ-4a, REQ-5a
        final boolean isSourceKept = isSourceKept(networkOffset, ingress, isIpv4);
        if (isIpv4)
        {
            final int source = isSourceKept ?
                bytes.getInt(networkOffset + Ipv4Header.SOURCE_OFFSET) : (int) sent.destinationLow();
            HeaderRewrite.addresses(bytes, networkOffset, source, (int) sent.sourceLow());
        }
        else
        {
            final int sourceOffset = networkOffset + Ipv6Header.SOURCE_OFFSET;
            HeaderRewrite.addresses(bytes, networkOffset,
                isSourceKept ? bytes.getLong(sourceOffset) : sent.destinationHigh(),
                isSourceKept ? bytes.getLong(sourceOffset + Long.BYTES) : sent.destinationLow(),
                sent.sourceHigh(), sent.sourceLow());
        }
        HeaderRewrite.decrementTimeToLive(bytes, networkOffset, isIpv4);
        checksum.compute(frame, isIpv4);
    }

    /**
     * RFC 5508 REQ-5c: what is behind a translated address speaks with that address, itself and any router before it. A
     * router outside is who it is, and so is everybody where nothing is translated.
     */
    private boolean isSourceKept(final int networkOffset, final RouterPort ingress, final boolean isIpv4)
    {
        final boolean isTranslated =
            sent.destinationLow() != answer.sourceLow() || sent.destinationHigh() != answer.sourceHigh();
        return !isTranslated || ingress.isUplink() && !isFromEndpoint(networkOffset, isIpv4);
    }

    private boolean isFromEndpoint(final int networkOffset, final boolean isIpv4)
    {
        final int field = networkOffset + (isIpv4 ? Ipv4Header.SOURCE_OFFSET : Ipv6Header.SOURCE_OFFSET);
        return isAddress(field, isIpv4, answer.sourceHigh(), answer.sourceLow());
    }

    private boolean isToSender(final int frame, final boolean isIpv4)
    {
        final int field = frames.networkOffset(frame) +
            (isIpv4 ? Ipv4Header.DESTINATION_OFFSET : Ipv6Header.DESTINATION_OFFSET);
        return isAddress(field, isIpv4, quoted.sourceHigh(), quoted.sourceLow());
    }

    private boolean isAddress(final int field, final boolean isIpv4, final long high, final long low)
    {
        return isIpv4 ? (int) low == bytes.getInt(field) :
            high == bytes.getLong(field) && low == bytes.getLong(field + Long.BYTES);
    }
}
