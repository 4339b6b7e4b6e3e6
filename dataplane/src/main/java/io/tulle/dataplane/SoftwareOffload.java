package io.tulle.dataplane;

import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.offload.SoftwareSegmenter;
import io.tulle.dataplane.wire.VnetHeader;

/**
 * Sends a frame by a port that takes only whole ones: its checksum is completed, and a GSO frame leaves as the segments
 * that it stands for. Called by the worker.
 */
final class SoftwareOffload
{
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final SoftwareSegmenter segmenter = new SoftwareSegmenter();
    private final VnetHeader vnet = new VnetHeader();
    private final VnetHeader segmentVnet = new VnetHeader();

    SoftwareOffload(final FramePool pool)
    {
        this.pool = pool;
        frames = pool.frames();
    }

    /** As {@link Port#transmit}: the frame stays the caller's, though its checksum may be complete now. */
    DropReason transmit(final int frame, final Port port)
    {
        vnet.wrap(pool.buffer(), frames.vnetHeaderOffset(frame));
        if (vnet.isGso())
        {
            return segment(frame, port);
        }
        final boolean isWhole = !vnet.needsChecksum() ||
            ChecksumCompletion.complete(pool.buffer(), frames.dataOffset(frame), frames.length(frame), vnet);
        return isWhole ? port.transmit(frame) : DropReason.SEGMENTATION_FAILED;
    }

    private DropReason segment(final int frame, final Port port)
    {
        if (!segmenter.wrap(pool.buffer(), frames.dataOffset(frame), frames.length(frame), vnet))
        {
            return DropReason.SEGMENTATION_FAILED;
        }
        final int segment = pool.claim();
        if (FramePool.NULL_FRAME == segment)
        {
            return DropReason.NO_FREE_FRAME;
        }
        frames.received(segment, frames.ingressPort(frame), 0);
        DropReason reason = DropReason.NONE;
        while (DropReason.NONE == reason && segmenter.hasNext())
        {
            frames.length(segment, segmenter.next(pool.buffer(), frames.dataOffset(segment)));
            segmentVnet.wrap(pool.buffer(), frames.vnetHeaderOffset(segment)).clear();
            reason = port.transmit(segment);
        }
        pool.release(segment);
        return reason;
    }
}
