package io.tulle.dataplane.capture;

/** Decides which frames a capture keeps. Called by every worker at once, so an implementation keeps no state. */
public interface FrameFilter
{
    /** Keeps all. */
    FrameFilter EVERY_FRAME = (address, wireLengthBytes, capturedLengthBytes) -> true;

    /**
     * @param address             where the Ethernet header lies in memory
     * @param wireLengthBytes     length of the frame; of a GSO frame before it is segmented
     * @param capturedLengthBytes how many of these bytes may be read at the address
     */
    boolean matches(long address, int wireLengthBytes, int capturedLengthBytes);
}
