package io.tulle.nat.translate;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.MtuCheck;
import io.tulle.nat.conntrack.FrameBytes;

/**
 * Judges whether a packet may leave by a link: as it is, in fragments, or not at all (RFC 4787 REQ-13, RFC 8200 5).
 * Called by the worker.
 */
final class EgressMtu
{
    private static final int FRAGMENT_FIELD_OFFSET = 6; // of IPv4
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int NOT_FRAGMENTED = 0;
    private static final int GSO_TYPE_OFFSET = 1; // of the virtio-net header

    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final MtuCheck check;

    EgressMtu(final FrameDescriptor frames, final FrameBytes bytes)
    {
        this.frames = frames;
        this.bytes = bytes;
        check = new MtuCheck(frames);
    }

    /**
     * Sets the size of the fragments when the packet may go in fragments only.
     *
     * @param mtu of the link, in bytes
     * @return false if it may not leave by the link at all
     */
    boolean admits(final int frame, final boolean isIpv4, final int mtu)
    {
        if (check.fits(frame, mtu))
        {
            return true;
        }
        final int fragmentSize = frames.fragmentSize(frame);
        if (NOT_FRAGMENTED != fragmentSize && fragmentSize <= mtu)
        {
            return true; // it came in fragments that fit, and leaves in fragments no bigger
        }
        final boolean mayFragment = isIpv4 && !isGso(frame) && !dontFragment(frame);
        if (mayFragment)
        {
            frames.fragmentSize(frame, mtu);
        }
        return mayFragment;
    }

    private boolean dontFragment(final int frame)
    {
        return 0 != (bytes.getShort(frames.networkOffset(frame) + FRAGMENT_FIELD_OFFSET) & DONT_FRAGMENT);
    }

    private boolean isGso(final int frame)
    {
        return 0 != bytes.getByte(frames.vnetHeaderOffset(frame) + GSO_TYPE_OFFSET);
    }
}
