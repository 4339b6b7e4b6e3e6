package io.tulle.daemon.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.LoopbackPort;
import io.tulle.dataplane.Pipeline;
import io.tulle.dataplane.PollWorker;
import io.tulle.dataplane.PolledReadySet;
import io.tulle.dataplane.PortOutputStage;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.cnc.PortCounters;
import io.tulle.dataplane.test.Hex;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/** A worker on a thread of its own between two ports in memory: ARP is dropped, all else goes to the other port. */
final class TwoPortSwitch implements AutoCloseable
{
    static final int MAX_PORTS = 8;
    private static final int VNET_BYTES = 12;
    private static final int ARP = 0x0806;

    private final FramePool pool = new FramePool(128);
    private final CountersManager counters =
        new CountersManager(new UnsafeBuffer(new byte[8192]), new UnsafeBuffer(new byte[2048]));
    private final LoopbackPort web = new LoopbackPort(1, "web/front", 1500, pool, 64, 2048);
    private final LoopbackPort db = new LoopbackPort(2, "db/front", 1500, pool, 64, 2048);
    private final WorkerContext context;
    private final WorkerProxy proxy;
    private final AgentRunner runner;

    TwoPortSwitch()
    {
        context = WorkerContext.create(pool, MAX_PORTS,
            new PortCounters(new UnsafeBuffer(new byte[MAX_PORTS * PortCounters.RECORD_BYTES]), 1, 0),
            new WorkerClock(SystemNanoClock.INSTANCE, new SystemEpochNanoClock()));
        final Stage output = new PortOutputStage(context.egressQueues(), context.ports(), pool, context.counters(),
            context.capture(), context.drop());
        final List<AtomicCounter> stageCounters =
            List.of(counters.newCounter("across"), counters.newCounter("output"));
        final PollWorker worker = new PollWorker("worker", context, new PolledReadySet(),
            new Pipeline(List.of(new Across(), output), stageCounters), (port) -> { });
        proxy = new WorkerProxy(worker);
        runner = new AgentRunner(new SleepingMillisIdleStrategy(1), Throwable::printStackTrace, null, worker);
        AgentRunner.startOnThread(runner);
        proxy.addPort(web).join();
        proxy.addPort(db).join();
    }

    CaptureWorker captureWorker()
    {
        return new CaptureWorker(proxy, pool.frames(), context.clock());
    }

    /** Lets a frame, its virtio-net header first, come in from the container web; it has gone its way then. */
    void webSends(final String vnetHeaderAndFrame)
    {
        final UnsafeBuffer bytes = Hex.hex(vnetHeaderAndFrame);
        proxy.execute(() -> web.arrive(bytes, VNET_BYTES, bytes.capacity() - VNET_BYTES)).join();
        proxy.execute(() -> { }).join(); // the next duty cycle's command: the frame has gone its way
    }

    /** How many frames went out to the container db, asked on the worker's thread. */
    long dbReceived()
    {
        final long[] count = new long[1];
        proxy.execute(() -> count[0] = db.sentCount()).join();
        return count[0];
    }

    @Override
    public void close()
    {
        proxy.stop();
        runner.close();
        pool.close();
    }

    /** Sends each frame across, or drops it. */
    private final class Across implements Stage
    {
        private final Burst input = new Burst();

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

        private void next(final int frame)
        {
            final int dataOffset = pool.frames().dataOffset(frame);
            final int etherType = pool.buffer().getShort(dataOffset + 12, BIG_ENDIAN) & 0xFFFF;
            pool.frames().parsed(frame, etherType, dataOffset + 14);
            if (ARP == etherType)
            {
                context.drop().drop(frame, DropReason.ARP_SPOOFED);
            }
            else
            {
                context.egressQueues().add(frame, 3 - pool.frames().ingressPort(frame));
            }
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[0];
        }
    }
}
