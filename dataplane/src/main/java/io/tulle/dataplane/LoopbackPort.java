package io.tulle.dataplane;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A port in memory: what is queued by {@link #arrive} is received, what is transmitted can be looked at. For tests,
 * and for benchmarks that leave the kernel out. Used by one thread.
 */
public final class LoopbackPort implements Port
{
    private static final int LENGTH_BYTES = Integer.BYTES;
    /** Of a slot: the frame's length and its virtio-net header. */
    private static final int HEADER_BYTES = LENGTH_BYTES + FrameDescriptor.VNET_HEADER_BYTES;

    private final int index;
    private final String name;
    private final int mtu;
    private final FramePool pool;
    private final UnsafeBuffer arrivals;
    private final int slots;
    private final int slotBytes;
    private final UnsafeBuffer sent;
    private long head;
    private long tail;
    private long sentCount;
    private boolean isGone;
    private boolean isDown;

    /** @param slots how many frames each direction holds; the oldest sent one is overwritten. */
    public LoopbackPort(final int index, final String name, final int mtu, final FramePool pool, final int slots,
        final int slotBytes)
    {
        this.index = index;
        this.name = name;
        this.mtu = mtu;
        this.pool = pool;
        this.slots = slots;
        this.slotBytes = slotBytes + HEADER_BYTES;
        arrivals = new UnsafeBuffer(new byte[slots * this.slotBytes]);
        sent = new UnsafeBuffer(new byte[slots * this.slotBytes]);
    }

    @Override
    public int index()
    {
        return index;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public int descriptor()
    {
        return NO_DESCRIPTOR;
    }

    @Override
    public int mtu()
    {
        return mtu;
    }

    @Override
    public boolean hasOffloads()
    {
        return true;
    }

    /** Queues a frame with an empty virtio-net header. @return false when the queue is full. */
    public boolean arrive(final DirectBuffer frame, final int offset, final int lengthBytes)
    {
        if (tail - head >= slots)
        {
            return false;
        }
        checkLength(lengthBytes);
        final int slot = slot(tail++);
        arrivals.putInt(slot, lengthBytes);
        arrivals.setMemory(slot + LENGTH_BYTES, FrameDescriptor.VNET_HEADER_BYTES, (byte) 0);
        arrivals.putBytes(slot + HEADER_BYTES, frame, offset, lengthBytes);
        return true;
    }

    /** Queues a frame that has its virtio-net header in front. @return false when the queue is full. */
    public boolean arriveWithVnetHeader(final DirectBuffer frame)
    {
        final int lengthBytes = frame.capacity() - FrameDescriptor.VNET_HEADER_BYTES;
        final int slot = slot(tail);
        if (!arrive(frame, FrameDescriptor.VNET_HEADER_BYTES, lengthBytes))
        {
            return false;
        }
        arrivals.putBytes(slot + LENGTH_BYTES, frame, 0, FrameDescriptor.VNET_HEADER_BYTES);
        return true;
    }

    @Override
    public int receive(final Burst burst, final int limit)
    {
        if (isGone)
        {
            return GONE;
        }
        int received = 0;
        while (received < limit && head < tail)
        {
            final int frame = pool.claim();
            if (FramePool.NULL_FRAME == frame)
            {
                break;
            }
            final int slot = slot(head++);
            final int lengthBytes = arrivals.getInt(slot);
            final int vnet = pool.frames().vnetHeaderOffset(frame);
            pool.buffer().putBytes(vnet, arrivals, slot + LENGTH_BYTES,
                FrameDescriptor.VNET_HEADER_BYTES + lengthBytes);
            pool.frames().received(frame, index, lengthBytes);
            burst.add(frame);
            received++;
        }
        return received;
    }

    @Override
    public DropReason transmit(final int frame)
    {
        if (isGone || isDown)
        {
            return isGone ? DropReason.PORT_GONE : DropReason.PORT_DOWN;
        }
        final int lengthBytes = pool.frames().length(frame);
        if (lengthBytes > slotBytes - HEADER_BYTES)
        {
            return DropReason.TRANSMIT_REFUSED;
        }
        final int slot = slot(sentCount++);
        sent.putInt(slot, lengthBytes);
        sent.putBytes(slot + LENGTH_BYTES, pool.buffer(), pool.frames().vnetHeaderOffset(frame),
            FrameDescriptor.VNET_HEADER_BYTES + lengthBytes);
        return DropReason.NONE;
    }

    /** Receives the same queued frames again: a benchmark's endless source. */
    public void rewind()
    {
        head = 0;
    }

    public long sentCount()
    {
        return sentCount;
    }

    /** @return a copy of the bytes of the n-th frame sent, from 0, without its virtio-net header. */
    public byte[] sent(final long n)
    {
        final int slot = sentSlot(n);
        final byte[] bytes = new byte[sent.getInt(slot)];
        sent.getBytes(slot + HEADER_BYTES, bytes);
        return bytes;
    }

    /** @return a copy of the virtio-net header of the n-th frame sent. */
    public byte[] sentVnetHeader(final long n)
    {
        final byte[] bytes = new byte[FrameDescriptor.VNET_HEADER_BYTES];
        sent.getBytes(sentSlot(n) + LENGTH_BYTES, bytes);
        return bytes;
    }

    /** From now on the device is gone, as when its namespace was removed. */
    public void vanish()
    {
        isGone = true;
    }

    /** Sets the interface down or up. */
    public void down(final boolean down)
    {
        isDown = down;
    }

    @Override
    public void close()
    {
        isGone = true;
    }

    private void checkLength(final int lengthBytes)
    {
        if (lengthBytes > slotBytes - HEADER_BYTES)
        {
            throw new IllegalArgumentException(
                "frame of " + lengthBytes + " bytes in a slot of " + (slotBytes - HEADER_BYTES) + ": make it larger");
        }
    }

    private int sentSlot(final long n)
    {
        if (n < Math.max(0, sentCount - slots) || n >= sentCount)
        {
            throw new IndexOutOfBoundsException(
                "frame " + n + " of " + sentCount + " sent, of which the last " + slots + " are kept");
        }
        return slot(n);
    }

    private int slot(final long position)
    {
        return (int) (position % slots) * slotBytes;
    }
}
