package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.conntrack.FrameBytes;

/** Tells from a frame's virtio-net header what its transport checksum field holds. Called by the worker. */
final class ChecksumState
{
    private static final int CHECKSUM_START_OFFSET = 6;

    private final FrameDescriptor frames;
    private final FrameBytes bytes;

    ChecksumState(final FrameDescriptor frames, final FrameBytes bytes)
    {
        this.frames = frames;
        this.bytes = bytes;
    }

    /** @return whether the checksum of the header at the offset is the bare pseudo-header sum, to be completed. */
    boolean isPartial(final int frame, final int transportOffset)
    {
        final int vnetOffset = frames.vnetHeaderOffset(frame);
        // virtio-net fields are little-endian
        return 0 != (bytes.getByte(vnetOffset) & VnetHeader.NEEDS_CSUM) && frames.dataOffset(frame) +
            (Short.reverseBytes((short) bytes.getShort(vnetOffset + CHECKSUM_START_OFFSET)) & 0xFFFF) ==
            transportOffset;
    }
}
