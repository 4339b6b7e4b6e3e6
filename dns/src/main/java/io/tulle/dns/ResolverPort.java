package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the resolver's answers enter a worker. They are whole frames that know their way, so they go to the port that
 * they leave by, past all stages but the last. One object a worker.
 */
public final class ResolverPort implements Port
{
    private static final int MAX_PACKET_LENGTH = 65_535;
    private static final int ETHER_TYPE_OFFSET = 12;

    private final int index;
    private final WorkerContext context;
    private final ResolverLink link;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final ResolverLink.AnswerHandler handler = this::onAnswer;
    private final VnetHeader vnet = new VnetHeader();
    private long clearedSignals;

    public ResolverPort(final int index, final WorkerContext context, final ResolverLink link)
    {
        this.index = index;
        this.context = context;
        this.link = link;
        pool = context.pool();
        frames = pool.frames();
        buffer = pool.buffer();
    }

    @Override
    public int index()
    {
        return index;
    }

    @Override
    public String name()
    {
        return "resolver";
    }

    @Override
    public int descriptor()
    {
        return link.wakeup().descriptor();
    }

    @Override
    public int mtu()
    {
        return MAX_PACKET_LENGTH;
    }

    @Override
    public boolean hasOffloads()
    {
        return false;
    }

    /**
     * Leaves the burst empty: its frames go to the egress queues.
     * <p>
     * No wake-up is lost: a frame that comes after the ring was read is signalled after the clear; what is left behind
     * by the limit signals anew. And none stays for nothing: each signal is counted after it was given, and cleared.
     */
    @Override
    public int receive(final Burst burst, final int limit)
    {
        final long signals = link.signals();
        if (signals == clearedSignals)
        {
            return 0;
        }
        link.wakeup().clear();
        clearedSignals = signals;
        final int room = Math.min(limit, pool.available());
        final int received = room > 0 ? link.receive(handler, room) : 0;
        if (link.hasAnswers())
        {
            link.wakeup().signal();
            clearedSignals--; // this one is to be cleared, too
        }
        return received;
    }

    @Override
    public DropReason transmit(final int frame)
    {
        return DropReason.PORT_DOWN; // nothing leaves here
    }

    @Override
    public void close()
    {
        // nothing to close
    }

    private void onAnswer(final int port, final DirectBuffer ring, final int offset, final int length)
    {
        final int frame = pool.claim();
        final int dataOffset = frames.dataOffset(frame);
        buffer.putBytes(dataOffset, ring, offset, length);
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).clear();
        frames.received(frame, index, length);
        frames.parsed(frame, buffer.getShort(dataOffset + ETHER_TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF,
            dataOffset + EthernetHeader.LENGTH);
        if (context.egressQueues().isOpen(port))
        {
            frames.egressPort(frame, port);
            context.egressQueues().add(frame, port);
        }
        else
        {
            context.drop().drop(frame, DropReason.PORT_GONE);
        }
    }
}
