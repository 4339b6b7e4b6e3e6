package io.tulle.nat.gateway;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.VnetHeader;

/** Makes a frame as long as its packet says, without the padding of short Ethernet frames. Used by the worker. */
final class PacketLength
{
    private final FrameDescriptor frames;
    private final VnetHeader vnet = new VnetHeader();

    PacketLength(final FrameDescriptor frames)
    {
        this.frames = frames;
    }

    /**
     * @param lengthBytes  what the network-layer header says
     * @param minimumBytes the header's own length
     * @return false when the packet was not received whole; of a GSO frame only the received length counts, since the
     *     one in its header may be stale or zero
     */
    boolean fit(final int frame, final int lengthBytes, final int minimumBytes)
    {
        final int padding = frames.networkLength(frame) - lengthBytes;
        if (0 == padding || isGso(frame))
        {
            return true;
        }
        if (padding < 0 || lengthBytes < minimumBytes)
        {
            return false;
        }
        frames.length(frame, frames.length(frame) - padding);
        return true;
    }

    boolean isGso(final int frame)
    {
        return vnet.wrap(frames.buffer(), frames.vnetHeaderOffset(frame)).isGso();
    }
}
