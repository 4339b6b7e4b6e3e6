package io.tulle.dataplane.capture;

/**
 * What one capture keeps of the frames that it sees. Made by the control side, read by the workers.
 *
 * @param isDropsOnly  whether only frames that end in a drop are kept
 * @param filter       which frames are kept
 * @param snaplenBytes how many bytes of each frame are handed out at most
 */
public record CaptureSettings(boolean isDropsOnly, FrameFilter filter, int snaplenBytes)
{
    /** tcpdump's own, and libpcap's limit for Ethernet: no frame of ours is longer. */
    public static final int DEFAULT_SNAPLEN_BYTES = 262_144;

    /** Every frame, whole. */
    public static CaptureSettings everything()
    {
        return new CaptureSettings(false, FrameFilter.EVERY_FRAME, DEFAULT_SNAPLEN_BYTES);
    }

    public CaptureSettings dropsOnly()
    {
        return new CaptureSettings(true, filter, snaplenBytes);
    }

    public CaptureSettings filter(final FrameFilter filter)
    {
        return new CaptureSettings(isDropsOnly, filter, snaplenBytes);
    }

    public CaptureSettings snaplenBytes(final int snaplenBytes)
    {
        return new CaptureSettings(isDropsOnly, filter, snaplenBytes);
    }
}
