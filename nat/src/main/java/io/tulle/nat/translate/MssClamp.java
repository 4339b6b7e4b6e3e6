package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.nat.conntrack.FrameBytes;

/**
 * Lowers the maximum segment size that a SYN announces to what both links that Tulle knows can carry, so that TCP does
 * not depend on ICMP errors that others may swallow (RFC 4459 3.2). Called by the worker.
 */
final class MssClamp
{
    private static final int FLAGS_OFFSET = 13;

    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final ChecksumState checksumState;
    private final TcpHeader tcp = new TcpHeader();

    MssClamp(final FramePool pool)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
        checksumState = new ChecksumState(frames, bytes);
    }

    /** @return whether the frame is a SYN, so that {@link #apply} has something to look at. */
    boolean concerns(final int frame)
    {
        return IpProtocol.TCP == frames.protocol(frame) &&
            0 != (bytes.getByte(frames.transportOffset(frame) + FLAGS_OFFSET) & TcpHeader.SYN);
    }

    /** @param mtu the smaller one of the links that the connection passes, in bytes */
    void apply(final int frame, final int mtu)
    {
        final int transportOffset = frames.transportOffset(frame);
        final int headers = TcpHeader.MIN_LENGTH +
            (EtherType.IPV4 == frames.etherType(frame) ? Ipv4Header.MIN_LENGTH : Ipv6Header.LENGTH);
        final int limit = mtu - headers;
        final int offset = tcp.wrap(bytes.buffer(), transportOffset).maximumSegmentSizeOffset();
        if (TcpHeader.NO_OPTION == offset || bytes.getShort(offset) <= limit)
        {
            return;
        }
        final int old = bytes.getShort(offset);
        bytes.putShort(offset, limit);
        if (!checksumState.isPartial(frame, transportOffset)) // else the option is summed later
        {
            final int delta = InternetChecksum.delta16(old, limit);
            // an option may stand at an odd place, where its bytes count the other way round (RFC 1071 2.B)
            final boolean isOdd = 0 != (offset - transportOffset & 1);
            TransportChecksum.apply(bytes, IpProtocol.TCP, transportOffset + TcpHeader.CHECKSUM_OFFSET,
                isOdd ? Short.reverseBytes((short) delta) & 0xFFFF : delta);
        }
    }
}
