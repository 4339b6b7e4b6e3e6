package io.tulle.nat.gateway;

/**
 * Takes a copy of a frame whose next hop has not told its MAC address, asks for it, and sends the frame when the answer
 * is there. Called by the worker; it never waits.
 */
public interface UnresolvedFrames
{
    /** Takes nothing: for networks without neighbours that must be asked for. */
    UnresolvedFrames NONE = (egressPort, high, low, frame) -> false;

    /**
     * @param egressPort index of the uplink that it is to leave by
     * @param high       high half of the destination address
     * @param low        low half of it
     * @param frame      stays the caller's; complete but for its destination MAC address
     * @return false when it has no room, so that the frame is lost
     */
    boolean offer(int egressPort, long high, long low, int frame);
}
