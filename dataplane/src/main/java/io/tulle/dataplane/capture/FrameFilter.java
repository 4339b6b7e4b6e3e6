package io.tulle.dataplane.capture;

/** Decides which frames a capture keeps. Called by every worker at once, so an implementation keeps no state. */
public interface FrameFilter extends AutoCloseable
{
    /** Keeps all. */
    FrameFilter EVERY_FRAME = (address, wireLengthBytes, capturedLengthBytes) -> true;

    /**
     * @param address             where the Ethernet header lies in memory
     * @param wireLengthBytes     length of the frame; of a GSO frame before it is segmented
     * @param capturedLengthBytes how many of these bytes may be read at the address
     */
    boolean matches(long address, int wireLengthBytes, int capturedLengthBytes);

    /** Frees what the filter holds; no worker may call it any more. */
    @Override
    default void close()
    {
        // most hold nothing
    }
}
