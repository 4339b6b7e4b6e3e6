package io.tulle.nat.fragment;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.gateway.IcmpErrors;

/**
 * Makes one packet of its fragments, in whatever order they come, so that every packet after this stage has its ports.
 * Called by the worker.
 *
 * <p>A fragment's bytes are copied and its frame ends here, counted as {@link DropReason#FRAGMENT_HELD}; the fragment
 * that completes the packet goes on as the packet, with the largest fragment's size noted, by which the port output
 * cuts it again. What is refused and why says {@link Reassembly}; who must make room, {@link ReassemblyTable}.
 *
 * <p>No fragment has a checksum to complete or is a GSO frame: kernels fragment what is complete, and UFO is not
 * negotiated. Nobody is told by ICMP that a packet's time ran out: RFC 792 and RFC 8200 4.5 speak of its destination,
 * which Tulle is not.
 */
public final class ReassemblyStage implements Stage, AutoCloseable
{
    private final Burst input = new Burst();
    private final Burst toConntrack;
    private final Drop drop;
    private final WorkerClock clock;
    private final Reassembler reassembler;

    /** @param errors is not asked: see above. */
    public ReassemblyStage(final WorkerContext context, final IcmpErrors errors, final Burst toConntrack)
    {
        this.toConntrack = toConntrack;
        drop = context.drop();
        clock = context.clock();
        reassembler = new Reassembler(context.pool().frames());
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return new Burst[]{toConntrack};
    }

    @Override
    public int process()
    {
        final int size = input.size();
        final long nowNs = clock.nanoTime();
        reassembler.table().sweep(nowNs);
        for (int i = 0; i < size; i++)
        {
            next(input.frame(i), nowNs);
        }
        input.clear();
        return size;
    }

    /** @return how many packets wait for fragments now. Called by the worker, as the two below. */
    public int waiting()
    {
        return reassembler.table().openCount();
    }

    /** @return how many packets had to make room for later ones. */
    public long evicted()
    {
        return reassembler.table().evicted();
    }

    /** @return how many packets waited for 30 s in vain. */
    public long timedOut()
    {
        return reassembler.table().timedOut();
    }

    /** Frees the memory of copies, after the worker has stopped. */
    @Override
    public void close()
    {
        reassembler.close();
    }

    private void next(final int frame, final long nowNs)
    {
        final DropReason reason = reassembler.reassemble(frame, nowNs);
        if (DropReason.NONE == reason)
        {
            toConntrack.add(frame);
        }
        else
        {
            drop.drop(frame, reason);
        }
    }
}
