package io.tulle.dataplane.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every kind of {@link Port} keeps to. A subclass makes the port and the far end of its wire, and answers for
 * what the far end sent and saw; frames of another ether type than {@link #ETHER_TYPE} are no concern of the tests.
 */
public abstract class PortConformanceTest
{
    /** For local experiments (IEEE 802): nothing else on a wire has it. */
    protected static final int ETHER_TYPE = 0x88B5;
    protected static final int INDEX = 7;
    private static final long SOURCE = 0x0242_0A00_0001L;
    private static final int POOL_FRAMES = 48;
    private static final int LIMIT = 32;

    protected final FramePool pool = new FramePool(POOL_FRAMES);
    private final FrameDescriptor frames = pool.frames();
    private final Burst burst = new Burst();
    private Port port;

    /** Makes the port, by the index {@link #INDEX}, up and with somebody at the far end. */
    protected abstract Port createPort();

    /** The far end sends a frame to the port; it is there to be received when this returns. */
    protected abstract void peerSends(byte[] frame);

    /** @return the next frame of {@link #ETHER_TYPE} that the far end saw, without a virtio-net header. */
    protected abstract byte[] peerReceives();

    /** Sets the port's interface down. */
    protected abstract void takeDown();

    /** Removes the port's device for good. */
    protected abstract void makeVanish();

    /** @return the longest frame that the far end can make as one, in bytes. */
    protected abstract int longestFrameBytes();

    @BeforeEach
    final void openPort()
    {
        port = createPort();
    }

    @AfterEach
    final void closePort()
    {
        discard();
        port.close();
        pool.close();
    }

    @Test
    void shouldSetIngressPortLengthAndVirtioNetHeader()
    {
        final byte[] frame = frame(1, 100);
        peerSends(frame);
        assertEquals(1, receive(1));
        final int received = burst.frame(0);
        assertEquals(INDEX, frames.ingressPort(received));
        assertEquals(100, frames.length(received));
        assertArrayEquals(frame, bytes(received));
        final byte[] vnetHeader = new byte[10];
        pool.buffer().getBytes(frames.vnetHeaderOffset(received), vnetHeader);
        assertArrayEquals(new byte[10], vnetHeader, "neither checksum nor segments are left to make");
    }

    @Test
    void shouldReceiveNothingWhenNothingIsThere()
    {
        receive(0);
        assertEquals(0, port.receive(burst, LIMIT));
        assertTrue(burst.isEmpty());
        assertEquals(POOL_FRAMES, pool.available());
    }

    @Test
    void shouldNeverReceiveMoreThanTheLimit()
    {
        for (int i = 0; i < 5; i++)
        {
            peerSends(frame(i, 60));
        }
        assertTrue(port.receive(burst, 3) <= 3);
        assertTrue(burst.size() <= 3);
    }

    @Test
    void shouldKeepOrder()
    {
        for (int i = 0; i < 20; i++)
        {
            peerSends(frame(i, 60 + i));
        }
        assertEquals(20, receive(20));
        for (int i = 0; i < 20; i++)
        {
            assertArrayEquals(frame(i, 60 + i), bytes(burst.frame(i)));
        }
    }

    @Test
    void shouldReceiveTheLongestFrameWhole()
    {
        final byte[] frame = frame(9, longestFrameBytes());
        peerSends(frame);
        assertEquals(1, receive(1));
        assertArrayEquals(frame, bytes(burst.frame(0)));
    }

    @Test
    void shouldLeaveFramesWaitingWhileThePoolIsEmpty()
    {
        receive(0);
        final int[] held = new int[POOL_FRAMES];
        Arrays.setAll(held, (i) -> pool.claim());
        peerSends(frame(1, 60));
        assertEquals(0, port.receive(burst, LIMIT));
        assertEquals(0, pool.available());
        Arrays.stream(held).forEach(pool::release);
        assertEquals(1, receive(1));
        assertArrayEquals(frame(1, 60), bytes(burst.frame(0)));
    }

    @Test
    void shouldTransmitAndLeaveTheFrameWithTheCaller()
    {
        final int frame = claim(frame(3, 123));
        assertEquals(DropReason.NONE, port.transmit(frame));
        assertEquals(POOL_FRAMES - 1, pool.available());
        assertEquals(DropReason.NONE, port.transmit(frame), "the caller may send it again");
        pool.release(frame);
        assertEquals(POOL_FRAMES, pool.available());
        assertArrayEquals(frame(3, 123), peerReceives());
        assertArrayEquals(frame(3, 123), peerReceives());
    }

    @Test
    void shouldTransmitInOrder()
    {
        for (int i = 0; i < 10; i++)
        {
            final int frame = claim(frame(i, 60 + i));
            assertEquals(DropReason.NONE, port.transmit(frame));
            pool.release(frame);
        }
        for (int i = 0; i < 10; i++)
        {
            assertArrayEquals(frame(i, 60 + i), peerReceives());
        }
    }

    @Test
    void shouldNotTransmitWhileDownAndStayUsable()
    {
        takeDown();
        final int frame = claim(frame(1, 60));
        assertEquals(DropReason.PORT_DOWN, port.transmit(frame));
        assertEquals(POOL_FRAMES - 1, pool.available(), "the frame stays the caller's");
        pool.release(frame);
        assertTrue(port.receive(burst, LIMIT) >= 0, "down is not gone");
    }

    @Test
    void shouldTellThatTheDeviceIsGoneAndKeepTelling()
    {
        makeVanish();
        assertEquals(Port.GONE, port.receive(burst, LIMIT));
        assertEquals(Port.GONE, port.receive(burst, LIMIT));
        assertEquals(POOL_FRAMES, pool.available());
        final int frame = claim(frame(1, 60));
        assertEquals(DropReason.PORT_GONE, port.transmit(frame));
        assertEquals(DropReason.PORT_GONE, port.transmit(frame));
        pool.release(frame);
    }

    /** A frame whose bytes tell its number and their place. */
    protected static byte[] frame(final int number, final int lengthBytes)
    {
        final byte[] frame =
            FrameBuilder.ethernet(MacAddress.BROADCAST, SOURCE, ETHER_TYPE, lengthBytes - 14);
        frame[14] = (byte) number;
        return frame;
    }

    /** Receives until so many frames of the tests are in the burst; others are thrown away. */
    private int receive(final int wanted)
    {
        int received;
        do
        {
            final int before = burst.size();
            received = port.receive(burst, Math.min(LIMIT, Burst.CAPACITY - before));
            assertTrue(received < 0 || before + received == burst.size(), "what is received is in the burst");
            removeForeign();
        }
        while (received > 0 && burst.size() < Math.max(1, wanted));
        return burst.size();
    }

    private void removeForeign()
    {
        final int[] all = new int[burst.size()];
        Arrays.setAll(all, burst::frame);
        burst.clear();
        for (final int frame : all)
        {
            final int type = pool.buffer().getShort(frames.dataOffset(frame) + 12, ByteOrder.BIG_ENDIAN);
            if ((short) ETHER_TYPE == type)
            {
                burst.add(frame);
            }
            else
            {
                pool.release(frame);
            }
        }
    }

    private int claim(final byte[] bytes)
    {
        final int frame = pool.claim();
        pool.buffer().setMemory(frames.vnetHeaderOffset(frame), FrameDescriptor.VNET_HEADER_BYTES, (byte) 0);
        pool.buffer().putBytes(frames.dataOffset(frame), bytes);
        frames.received(frame, INDEX, bytes.length);
        return frame;
    }

    private byte[] bytes(final int frame)
    {
        final byte[] bytes = new byte[frames.length(frame)];
        pool.buffer().getBytes(frames.dataOffset(frame), bytes);
        return bytes;
    }

    private void discard()
    {
        for (int i = 0; i < burst.size(); i++)
        {
            pool.release(burst.frame(i));
        }
        burst.clear();
    }
}
