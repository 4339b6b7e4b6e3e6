package io.tulle.systemtests;

import java.util.Arrays;
import java.util.function.Predicate;

import org.junit.jupiter.api.Assertions;

/** A hostile container and the socket of one that must not be harmed. Called by tests. */
record Rogue(RawSocket rogue, String rogueMac, RawSocket peer, String peerMac) implements AutoCloseable
{
    private static final byte MARK = 0x4D;

    void send(final byte[] frame)
    {
        rogue.send(frame);
    }

    /**
     * Sends a frame that must arrive: what is not there before it, and is counted as dropped, has not arrived. (The
     * sender's own queue alone would not keep the order: pfifo_fast has no lock, and frames may overtake.)
     */
    void assertHasNotArrived(final Predicate<byte[]> isHostile)
    {
        rogue.send(Frames.ethernet(peerMac, rogueMac, Frames.LOCAL_EXPERIMENTAL, MARK));
        peer.await("the one after it", frame ->
        {
            Assertions.assertFalse(isHostile.test(frame), "the hostile frame came through");
            return Frames.LOCAL_EXPERIMENTAL == Frames.etherType(frame) && MARK == frame[14];
        });
    }

    /** Sends a frame that must arrive as it is. */
    void assertArrives(final byte[] frame)
    {
        rogue.send(frame);
        peer.await("as it was sent", received -> Arrays.equals(frame, received));
    }

    @Override
    public void close()
    {
        rogue.close();
        peer.close();
    }
}
