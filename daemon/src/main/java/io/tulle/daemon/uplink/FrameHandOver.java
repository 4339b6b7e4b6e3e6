package io.tulle.daemon.uplink;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.gateway.UnresolvedFrames;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Copies a frame whose next hop is unknown into the ring that the uplink thread reads; of one that is too long only
 * where it was to go. One object a worker, called by that worker; the ring is shared by all.
 */
final class FrameHandOver implements UnresolvedFrames
{
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final RingBuffer ring;
    private final Runnable wakeUp;
    private final VnetHeader vnetHeader = new VnetHeader();

    FrameHandOver(final FramePool pool, final RingBuffer ring, final Runnable wakeUp)
    {
        this.pool = pool;
        frames = pool.frames();
        this.ring = ring;
        this.wakeUp = wakeUp;
    }

    @Override
    public boolean offer(final int egressPort, final long high, final long low, final int frame)
    {
        if (isOneShortPacket(frame))
        {
            return copy(egressPort, high, low, frame, FrameDescriptor.VNET_HEADER_BYTES + frames.length(frame));
        }
        copy(egressPort, high, low, frame, 0); // asks all the same, so that the next packet finds its way
        return false;
    }

    /** One that is still to be segmented or fragmented would need the whole of PortOutput behind it. */
    private boolean isOneShortPacket(final int frame)
    {
        final int length = frames.length(frame);
        final int fragmentSize = frames.fragmentSize(frame);
        vnetHeader.wrap(pool.buffer(), frames.vnetHeaderOffset(frame));
        return length <= FrameMessage.MAX_FRAME_BYTES && !vnetHeader.isGso() &&
            (0 == fragmentSize || length - EthernetHeader.LENGTH <= fragmentSize);
    }

    private boolean copy(final int egressPort, final long high, final long low, final int frame, final int length)
    {
        final int index = ring.tryClaim(FrameMessage.TYPE, FrameMessage.FRAME_OFFSET + length);
        if (index < 0)
        {
            return false;
        }
        FrameMessage.put(ring.buffer(), index, egressPort, high, low);
        ring.buffer().putBytes(index + FrameMessage.FRAME_OFFSET, pool.buffer(), frames.vnetHeaderOffset(frame),
            length);
        ring.commit(index);
        wakeUp.run(); // one system call, on the way of a frame that waits for a neighbour anyway
        return true;
    }
}
