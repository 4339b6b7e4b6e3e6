package io.tulle.dataplane;

import io.tulle.dataplane.offload.GsoSize;
import io.tulle.dataplane.wire.VnetHeader;

/**
 * Tells whether a frame fits the MTU of the port that it came in by or is to leave by: a GSO frame by the segments
 * that it will become, any other by its own length. Used by the worker.
 */
public final class MtuCheck
{
    private final FrameDescriptor frames;
    private final VnetHeader vnet = new VnetHeader();
    private final GsoSize gsoSize = new GsoSize();

    public MtuCheck(final FrameDescriptor frames)
    {
        this.frames = frames;
    }

    public boolean fits(final int frame, final int mtu)
    {
        // the common case first: whatever its kind, a short frame fits; tags are not counted as payload
        return frames.networkLength(frame) <= mtu || segmentFits(frame, mtu);
    }

    private boolean segmentFits(final int frame, final int mtu)
    {
        vnet.wrap(frames.buffer(), frames.vnetHeaderOffset(frame));
        if (!vnet.isGso())
        {
            return false;
        }
        final int segmentLength =
            gsoSize.segmentLength(frames.buffer(), frames.dataOffset(frame), frames.length(frame), vnet);
        return GsoSize.MALFORMED != segmentLength && segmentLength <= mtu;
    }
}
