package io.tulle.dataplane;

import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.offload.Fragmenter;
import io.tulle.dataplane.wire.VnetHeader;

/**
 * Sends a routed packet that is too long for its way as fragments, in order, each through one scratch cell. Called by
 * the worker.
 */
final class SoftwareFragmentation
{
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final Fragmenter fragmenter = new Fragmenter();
    private final VnetHeader vnet = new VnetHeader();

    SoftwareFragmentation(final FramePool pool)
    {
        this.pool = pool;
        frames = pool.frames();
    }

    /**
     * @return whether the frame may be fragmented, and is longer than the port's MTU or than the fragments that it
     *     came in as: those were made for the narrowest link of a way that this port does not see.
     */
    boolean isNeeded(final int frame, final int mtu)
    {
        final int fragmentSize = frames.fragmentSize(frame);
        return 0 != fragmentSize && frames.networkLength(frame) > Math.min(mtu, fragmentSize);
    }

    /** As {@link Port#transmit}: the frame stays the caller's, though its checksum may be complete now. */
    DropReason transmit(final int frame, final Port port)
    {
        final int dataOffset = frames.dataOffset(frame);
        final int length = frames.length(frame);
        vnet.wrap(pool.buffer(), frames.vnetHeaderOffset(frame));
        // the checksum spans the fragments, so nobody can complete it afterwards
        if (vnet.isGso() || !ChecksumCompletion.complete(pool.buffer(), dataOffset, length, vnet) ||
            !fragmenter.wrap(pool.buffer(), dataOffset, frames.networkOffset(frame), length,
                Math.min(port.mtu(), frames.fragmentSize(frame))))
        {
            return DropReason.SEGMENTATION_FAILED;
        }
        final int fragment = pool.claim();
        if (FramePool.NULL_FRAME == fragment)
        {
            return DropReason.NO_FREE_FRAME;
        }
        final DropReason reason = transmitFragments(frame, fragment, port);
        pool.release(fragment);
        return reason;
    }

    private DropReason transmitFragments(final int frame, final int fragment, final Port port)
    {
        frames.received(fragment, frames.ingressPort(frame), 0);
        vnet.wrap(pool.buffer(), frames.vnetHeaderOffset(fragment));
        DropReason reason = DropReason.NONE;
        while (DropReason.NONE == reason && fragmenter.hasNext())
        {
            frames.length(fragment, fragmenter.next(pool.buffer(), frames.dataOffset(fragment)));
            vnet.clear();
            reason = port.transmit(fragment);
        }
        return reason;
    }
}
