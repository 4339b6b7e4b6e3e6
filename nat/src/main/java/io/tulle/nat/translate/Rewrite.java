package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.SessionDescriptor;

/**
 * Makes a packet that came in as one of its session's tuples look like the inverse of the other one, its time to live
 * one less, its checksums updated, and what leaves in fragments with an identification of ours. Called by the worker.
 *
 * <p>A transport checksum field has one of two contents. Complete: addresses and ports change it. The bare
 * pseudo-header sum of a frame whose checksum the kernel left to do (NEEDS_CSUM): addresses change it, and ports do
 * not, since they are summed later. The flag is believed for the header that its checksum start points to only: the
 * outer header of a tunnel has a complete checksum, while the inner one's is still to do.
 */
final class Rewrite
{
    private static final int NOT_FRAGMENTED = 0;

    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final ChecksumState checksumState;
    private final Identifications identifications = new Identifications();

    Rewrite(final FramePool pool)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
        checksumState = new ChecksumState(frames, bytes);
    }

    /** The frame's transport header was found whole, and its time to live more than zero. */
    void apply(final int frame, final SessionDescriptor session, final int direction)
    {
        final int networkOffset = frames.networkOffset(frame);
        final boolean isIpv4 = EtherType.IPV4 == frames.etherType(frame);
        final int other = Direction.opposite(direction);
        final int addressDelta = addresses(bytes, networkOffset, isIpv4, session, other);
        HeaderRewrite.decrementTimeToLive(bytes, networkOffset, isIpv4);
        if (isIpv4 && NOT_FRAGMENTED != frames.fragmentSize(frame) && isSourceTranslated(session, direction))
        {
            identifications.renew(bytes, networkOffset);
        }
        final int protocol = frames.protocol(frame);
        final int transportOffset = frames.transportOffset(frame);
        final int portDelta = HeaderRewrite.ports(bytes, protocol, transportOffset, session.destinationPort(other),
            session.sourcePort(other));
        updateChecksum(frame, protocol, transportOffset, addressDelta, portDelta);
    }

    /** The inverse of the tuple's addresses. */
    private static int addresses(final FrameBytes bytes, final int networkOffset, final boolean isIpv4,
        final SessionDescriptor session, final int tuple)
    {
        return isIpv4 ?
            HeaderRewrite.addresses(bytes, networkOffset, (int) session.destinationLow(tuple),
                (int) session.sourceLow(tuple)) :
            HeaderRewrite.addresses(bytes, networkOffset, session.destinationHigh(tuple),
                session.destinationLow(tuple), session.sourceHigh(tuple), session.sourceLow(tuple));
    }

    private static boolean isSourceTranslated(final SessionDescriptor session, final int direction)
    {
        return session.sourceLow(direction) != session.destinationLow(Direction.opposite(direction));
    }

    private void updateChecksum(final int frame, final int protocol, final int transportOffset, final int addressDelta,
        final int portDelta)
    {
        final int field = TransportChecksum.offset(protocol);
        if (TransportChecksum.NONE == field)
        {
            return;
        }
        final int pseudoHeaderDelta = TransportChecksum.coversAddresses(protocol) ? addressDelta : 0;
        if (checksumState.isPartial(frame, transportOffset))
        {
            TransportChecksum.applyPartial(bytes, transportOffset + field, pseudoHeaderDelta);
        }
        else
        {
            TransportChecksum.apply(bytes, protocol, transportOffset + field,
                InternetChecksum.plus(pseudoHeaderDelta, portDelta));
        }
    }
}
