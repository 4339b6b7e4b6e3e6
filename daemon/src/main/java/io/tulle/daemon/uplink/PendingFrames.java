package io.tulle.daemon.uplink;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.tulle.config.IpAddress;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.dataplane.FramePool;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.tapio.linux.Netlink;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Keeps the first packets of a flow until their next hop has told its MAC address, and sends them then (RFC 1122
 * 2.3.2.2). Workers hand over by a ring; the uplink thread does the rest. The limits are per destination and in all, so
 * that a scan of a silent subnet costs little memory.
 */
public final class PendingFrames implements AutoCloseable
{
    /** Listens while no monitor runs: the frames stay in the ring. */
    static final Runnable NOBODY = () -> {};

    private static final int RING_BYTES = 1 << 20;
    private static final long PATIENCE_NS = 3_000_000_000L; // the kernel asks three times, a second apart
    private static final int MAX_FRAMES_A_NEXT_HOP = 16;
    private static final int MAX_FRAMES = 256;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final Map<Integer, UplinkSettings> uplinks = new ConcurrentHashMap<>();
    private final Map<Key, NextHop> waiting = new HashMap<>();
    private final PacketSenders senders = new PacketSenders();
    private final AtomicLong sentFrames = new AtomicLong();
    private final AtomicLong lostFrames = new AtomicLong();
    private volatile Runnable wakeUp = NOBODY;
    private int frameCount;

    /** @return what a worker with this pool offers its frames to. Called before the worker runs. */
    public UnresolvedFrames ofWorker(final FramePool pool)
    {
        return new FrameHandOver(pool, ring, () -> wakeUp.run());
    }

    /** Tells which uplink a switch port is. Called by the thread that attaches the port. */
    public void attach(final int egressPort, final UplinkSettings settings)
    {
        uplinks.put(egressPort, settings);
    }

    public void detach(final int egressPort)
    {
        uplinks.remove(egressPort);
    }

    /** @return frames that were sent once their next hop was known. Called by any thread. */
    public long sentFrames()
    {
        return sentFrames.get();
    }

    /** @return frames whose next hop did not answer, or that were too many. Called by any thread. */
    public long lostFrames()
    {
        return lostFrames.get();
    }

    void onOffered(final Runnable listener)
    {
        wakeUp = listener;
    }

    /** Whether no next hop is waited for. Called by the uplink thread. */
    boolean isEmpty()
    {
        return waiting.isEmpty();
    }

    /** @param states of uplinks by name */
    void doWork(final Netlink netlink, final Map<String, UplinkState> states, final long nowNs)
    {
        ring.read((type, buffer, index, length) -> onFrame(netlink, states, buffer, index, length, nowNs));
        final Iterator<Map.Entry<Key, NextHop>> all = waiting.entrySet().iterator();
        while (all.hasNext())
        {
            final Map.Entry<Key, NextHop> entry = all.next();
            if (isOver(entry.getKey(), entry.getValue(), states, nowNs))
            {
                frameCount -= entry.getValue().frames.size();
                all.remove();
            }
        }
    }

    private void onFrame(final Netlink netlink, final Map<String, UplinkState> states,
        final MutableDirectBuffer buffer, final int index, final int length, final long nowNs)
    {
        final UplinkSettings uplink = uplinks.get(FrameMessage.egressPort(buffer, index));
        final UplinkState state = null == uplink ? null : states.get(uplink.name());
        final IpAddress nextHop = null == state ? null : state.nextHop(
            NetAddresses.of(FrameMessage.high(buffer, index), FrameMessage.low(buffer, index)));
        final Key key = new Key(uplink, nextHop);
        if (null == nextHop || MAX_FRAMES == Math.max(frameCount, waiting.size()) || isFull(waiting.get(key)))
        {
            lostFrames.incrementAndGet();
            return;
        }
        final byte[] frame = new byte[length - FrameMessage.FRAME_OFFSET];
        buffer.getBytes(index + FrameMessage.FRAME_OFFSET, frame);
        add(netlink, state, key, frame, nowNs);
    }

    private void add(final Netlink netlink, final UplinkState state, final Key key, final byte[] frame,
        final long nowNs)
    {
        if (!waiting.containsKey(key))
        {
            waiting.put(key, new NextHop(nowNs + PATIENCE_NS));
            NextHopKeeper.ask(netlink, state, key.address);
        }
        if (frame.length > 0)
        {
            waiting.get(key).frames.add(frame);
            frameCount++;
        }
    }

    /** Sends what can be sent, and counts what has waited long enough. */
    private boolean isOver(final Key key, final NextHop nextHop, final Map<String, UplinkState> states,
        final long nowNs)
    {
        final UplinkState state = states.getOrDefault(key.uplink.name(), UplinkState.GONE); // removed since
        final Long mac = state.neighbors().get(key.address);
        if (null != mac)
        {
            nextHop.frames.forEach((frame) -> send(key.uplink, state, mac, frame));
            return true;
        }
        final boolean isTooLate = nowNs - nextHop.deadlineNs >= 0 || !state.isThere();
        lostFrames.addAndGet(isTooLate ? nextHop.frames.size() : 0);
        return isTooLate;
    }

    private void send(final UplinkSettings uplink, final UplinkState state, final long mac, final byte[] frame)
    {
        (senders.send(uplink, state, mac, frame) ? sentFrames : lostFrames).incrementAndGet();
    }

    private static boolean isFull(final NextHop nextHop)
    {
        return null != nextHop && MAX_FRAMES_A_NEXT_HOP == nextHop.frames.size();
    }

    @Override
    public void close()
    {
        wakeUp = NOBODY;
        senders.close();
    }

    /** Who is waited for. */
    private record Key(UplinkSettings uplink, IpAddress address)
    {
    }

    /** The frames that wait for one neighbour, in their order. */
    private static final class NextHop
    {
        private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
        private final long deadlineNs;

        NextHop(final long deadlineNs)
        {
            this.deadlineNs = deadlineNs;
        }
    }
}
