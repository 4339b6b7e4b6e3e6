package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.PortConformanceTest;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The port in memory keeps to what every port does, and shows a test what went through it. */
class LoopbackPortTest extends PortConformanceTest
{
    private static final int SLOTS = 32;
    private static final int SLOT_BYTES = 65_550;

    private LoopbackPort port;
    private long seen;

    @Override
    protected Port createPort()
    {
        port = new LoopbackPort(INDEX, "loopback", 65_521, pool, SLOTS, SLOT_BYTES);
        return port;
    }

    @Override
    protected void peerSends(final byte[] frame)
    {
        assertTrue(port.arrive(new UnsafeBuffer(frame), 0, frame.length));
    }

    @Override
    protected byte[] peerReceives()
    {
        return port.sent(seen++);
    }

    @Override
    protected void takeDown()
    {
        port.down(true);
    }

    @Override
    protected void makeVanish()
    {
        port.vanish();
    }

    @Override
    protected int longestFrameBytes()
    {
        return SLOT_BYTES;
    }

    @Test
    void shouldCarryTheVirtioNetHeaderBothWays()
    {
        final byte[] frame = new byte[FrameDescriptor.VNET_HEADER_BYTES + 60];
        for (int i = 0; i < frame.length; i++)
        {
            frame[i] = (byte) i;
        }
        assertTrue(port.arriveWithVnetHeader(new UnsafeBuffer(frame)));
        final Burst burst = new Burst();
        assertEquals(1, port.receive(burst, 1));
        assertEquals(DropReason.NONE, port.transmit(burst.frame(0)));
        pool.release(burst.frame(0));
        assertArrayEquals(new byte[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, port.sentVnetHeader(0));
        assertEquals(12, port.sent(0)[0]);
    }

    @Test
    void shouldRefuseToQueueMoreThanItsSlots()
    {
        for (int i = 0; i < SLOTS; i++)
        {
            peerSends(frame(i, 60));
        }
        assertFalse(port.arrive(new UnsafeBuffer(frame(0, 60)), 0, 60));
    }

    @Test
    void shouldRefuseFramesLongerThanItsSlots()
    {
        final byte[] frame = new byte[SLOT_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> port.arrive(new UnsafeBuffer(frame), 0, frame.length));
    }

    @Test
    void shouldNotShowSentFramesThatWereOverwritten()
    {
        final int frame = pool.claim();
        pool.frames().received(frame, INDEX, 60);
        for (int i = 0; i <= SLOTS; i++)
        {
            port.transmit(frame);
        }
        pool.release(frame);
        assertThrows(IndexOutOfBoundsException.class, () -> port.sent(0));
        assertEquals(60, port.sent(1).length);
    }
}
