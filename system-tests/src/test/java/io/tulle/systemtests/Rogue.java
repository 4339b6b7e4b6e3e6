package io.tulle.systemtests;

import java.util.Arrays;
import java.util.function.Predicate;

import org.junit.jupiter.api.Assertions;

/** A hostile container and the socket of one that must not be harmed. Called by tests. */
record Rogue(RawSocket rogue, String rogueMac, RawSocket peer, String peerMac) implements AutoCloseable
{
    private static final byte MARK = 0x4D;

    /** Sends a frame that must not arrive, then one that must; the order of frames is kept, so this is a proof. */
    void assertNeverArrives(final byte[] hostile, final Predicate<byte[]> isHostile)
    {
        rogue.send(hostile);
        rogue.send(Frames.ethernet(peerMac, rogueMac, Frames.LOCAL_EXPERIMENTAL, MARK));
        peer.await("the one after the hostile one", frame ->
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
