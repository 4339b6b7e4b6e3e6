package io.tulle.nat.fragment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.TestWorker;

/** A worker that does nothing but reassemble: what is whole leaves by one port, in one piece or fragmented again. */
final class ReassemblyRig implements AutoCloseable
{
    static final int OUT = 20;
    static final int MTU = 65_575;

    private ReassemblyStage reassembly;
    private boolean isFragmentedAgain;
    private int fragmentSize;
    private int protocol;
    private int transportDistance;
    private final TestWorker worker = new TestWorker(this::stages);

    ReassemblyRig(final int... ports)
    {
        for (final int port : ports)
        {
            worker.addPort(port, MTU);
        }
        worker.addPort(OUT, MTU);
    }

    TestWorker worker()
    {
        return worker;
    }

    ReassemblyStage stage()
    {
        return reassembly;
    }

    void fragmentAgain()
    {
        isFragmentedAgain = true;
    }

    /** Of the frame that went on last. */
    int fragmentSize()
    {
        return fragmentSize;
    }

    int protocol()
    {
        return protocol;
    }

    /** Bytes from the IP header to the transport header of the frame that went on last. */
    int transportDistance()
    {
        return transportDistance;
    }

    void run(final int port, final byte[]... frames)
    {
        for (final byte[] frame : frames)
        {
            worker.run(port, frame);
        }
    }

    List<byte[]> sent()
    {
        return worker.sent(OUT);
    }

    void assertSent(final byte[] whole)
    {
        final List<byte[]> sent = sent();
        assertEquals(1, sent.size(), "packets");
        assertArrayEquals(whole, sent.get(0));
        assertEquals(0, reassembly.waiting());
    }

    void assertNothingSent()
    {
        assertEquals(0, sent().size(), "packets");
    }

    void assertDrops(final int port, final int count, final DropReason reason)
    {
        assertEquals(count, worker.drops(port, reason), reason::sentence);
    }

    @Override
    public void close()
    {
        reassembly.close();
        worker.close();
    }

    private List<Stage> stages(final WorkerContext context)
    {
        final Stage conntrack = new StandInStage(new Burst[0])
        {
            @Override
            void next(final int frame)
            {
                goOn(context.pool().frames(), context.egressQueues(), frame);
            }
        };
        reassembly = new ReassemblyStage(context, null, conntrack.input());
        final Stage gateway = new StandInStage(new Burst[]{reassembly.input()})
        {
            @Override
            void next(final int frame)
            {
                final FrameDescriptor frames = context.pool().frames();
                frames.parsed(frame, (int) frames.sourceAndType(frame) & 0xFFFF,
                    frames.dataOffset(frame) + Packets.ETHERNET);
                reassembly.input().add(frame);
            }
        };
        return List.of(gateway, reassembly, conntrack);
    }

    private void goOn(final FrameDescriptor frames, final EgressQueues queues, final int frame)
    {
        fragmentSize = frames.fragmentSize(frame);
        protocol = frames.protocol(frame);
        transportDistance = frames.transportOffset(frame) - frames.networkOffset(frame);
        frames.fragmentSize(frame, isFragmentedAgain ? fragmentSize : 0);
        queues.add(frame, OUT);
    }

    /** What comes before and behind. */
    private abstract static class StandInStage implements Stage
    {
        private final Burst input = new Burst();
        private final Burst[] outputs;

        StandInStage(final Burst[] outputs)
        {
            this.outputs = outputs;
        }

        abstract void next(int frame);

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return outputs;
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                next(input.frame(i));
            }
            input.clear();
            return size;
        }
    }
}
