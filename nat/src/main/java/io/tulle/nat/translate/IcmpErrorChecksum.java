package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.IcmpMessage;

/**
 * Verifies and computes the checksum of a whole ICMP or ICMPv6 message: errors are short and few, so all of it is
 * summed. Called by the worker.
 */
final class IcmpErrorChecksum
{
    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final VnetHeader vnet = new VnetHeader();

    IcmpErrorChecksum(final FramePool pool)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
    }

    /** Completes a checksum that the kernel left to do; verifies any other. */
    boolean isCorrect(final int frame, final boolean isIpv4)
    {
        vnet.wrap(bytes.buffer(), frames.vnetHeaderOffset(frame));
        return !vnet.isGso() && ChecksumCompletion.complete(
            bytes.buffer(), frames.dataOffset(frame), frames.length(frame), vnet) && 0 == checksum(frame, isIpv4);
    }

    void compute(final int frame, final boolean isIpv4)
    {
        final int field = frames.transportOffset(frame) + IcmpMessage.CHECKSUM_OFFSET;
        bytes.putShort(field, 0);
        bytes.putShort(field, checksum(frame, isIpv4));
    }

    private int checksum(final int frame, final boolean isIpv4)
    {
        final int lengthBytes = frames.transportLength(frame);
        final int sum = InternetChecksum.sum(bytes.buffer(), frames.transportOffset(frame), lengthBytes);
        return InternetChecksum.complement(isIpv4 ? sum : sum + pseudoHeader(frame, lengthBytes));
    }

    private int pseudoHeader(final int frame, final int lengthBytes)
    {
        final int source = frames.networkOffset(frame) + Ipv6Header.SOURCE_OFFSET;
        final int destination = frames.networkOffset(frame) + Ipv6Header.DESTINATION_OFFSET;
        return InternetChecksum.pseudoHeader(bytes.getLong(source), bytes.getLong(source + Long.BYTES),
            bytes.getLong(destination), bytes.getLong(destination + Long.BYTES), IpProtocol.ICMPV6, lengthBytes);
    }
}
