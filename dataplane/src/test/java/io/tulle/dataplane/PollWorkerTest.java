package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tulle.dataplane.test.TestWorker;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The worker's duty cycle: a command, then a burst of every ready port; ports come, go and break. */
class PollWorkerTest
{
    private static final int MTU = 1500;
    private CrossStage cross;
    private final TestWorker worker = new TestWorker((context) ->
    {
        cross = new CrossStage(context);
        return List.of(cross);
    });

    @AfterEach
    void close()
    {
        worker.close();
    }

    @Test
    void shouldMoveFramesBetweenPortsAndCountThem()
    {
        addPorts(2);
        worker.arrive(1, new byte[60]);
        worker.arrive(1, new byte[100]);
        worker.run();
        assertEquals(List.of(60, 100), worker.sent(2).stream().map((frame) -> frame.length).toList());
        assertEquals(160, worker.statistics(1).rxBytes());
        assertEquals(160, worker.statistics(2).txBytes());
        assertEquals(2, worker.counters().getCounterValue(0), "frames through the stage");
    }

    @Test
    void shouldTakeOneCommandADutyCycle()
    {
        final CompletableFuture<Void> first = worker.proxy().execute(() -> { });
        final CompletableFuture<Void> second = worker.proxy().execute(() -> { });
        assertEquals(1, worker.worker().doWork());
        assertTrue(first.isDone());
        assertFalse(second.isDone());
        worker.worker().doWork();
        assertTrue(second.isDone());
    }

    @Test
    void shouldTellWhoAskedWhenACommandFails()
    {
        final CompletableFuture<Void> failed = worker.proxy().execute(() ->
        {
            throw new IllegalStateException("no");
        });
        worker.worker().doWork();
        assertTrue(failed.isCompletedExceptionally());
    }

    @Test
    void shouldEndItsAgentWhenItIsStopped()
    {
        worker.proxy().stop();
        assertThrows(AgentTerminationException.class, worker.worker()::doWork);
    }

    @Test
    void shouldRefuseCommandsOnlyWhenItsQueueIsFull()
    {
        int accepted = 0;
        while (worker.worker().offer(() -> { }))
        {
            accepted++;
        }
        assertEquals(1024, accepted);
        worker.worker().doWork();
        assertTrue(worker.worker().offer(() -> { }));
    }

    @Test
    void shouldReceiveNoMoreFromAPortThatIsRemoved()
    {
        addPorts(2);
        final LoopbackPort port = worker.port(1);
        worker.proxy().removePort(1);
        worker.worker().doWork();
        assertTrue(port.arrive(new UnsafeBuffer(new byte[60]), 0, 60));
        assertEquals(0, worker.worker().doWork());
    }

    @Test
    void shouldDropFramesForAPortThatIsRemoved()
    {
        addPorts(2);
        worker.removePort(2);
        worker.run(1, new byte[60]);
        assertEquals(1, worker.drops(1, DropReason.PORT_GONE));
    }

    @Test
    void shouldLetGoOfAPortWhoseDeviceIsGoneAndServeTheOthers()
    {
        addPorts(4);
        worker.port(1).vanish();
        worker.port(2).vanish();
        worker.arrive(3, new byte[60]);
        assertEquals(3, worker.worker().doWork(), "two ports that are gone, and a frame");
        worker.run();
        assertEquals(List.of(1, 2), worker.gonePorts());
        assertEquals(1, worker.sent(4).size());
    }

    @Test
    void shouldDropWhenTheEgressPortIsDownOrGoneAndKeepTheBooks()
    {
        addPorts(2);
        worker.port(2).down(true);
        worker.run(1, new byte[60]);
        assertEquals(1, worker.drops(1, DropReason.PORT_DOWN));
        worker.port(2).down(false);
        worker.port(2).vanish();
        worker.arrive(1, new byte[60]);
        worker.run();
        assertEquals(1, worker.drops(1, DropReason.PORT_GONE));
    }

    @Test
    void shouldLoseNoMoreThanABurstToAnErrorInAStage()
    {
        addPorts(2);
        for (int error = 0; error < 10; error++)
        {
            cross.failAt = 3;
            for (int i = 0; i < 8; i++)
            {
                worker.arrive(1, new byte[60]);
            }
            assertThrows(IllegalStateException.class, worker.worker()::doWork);
            worker.assertBooks();
        }
        assertEquals(80, worker.drops(1, DropReason.INTERNAL_ERROR));
        cross.failAt = Integer.MAX_VALUE;
        worker.run(1, new byte[60]);
        assertEquals(1, worker.sent(2).size());
    }

    @Test
    void shouldShowACaptureWhatItReceivesSendsAndDrops()
    {
        addPorts(2);
        final List<String> seen = new ArrayList<>();
        worker.proxy().capture(new ListingSink(seen));
        worker.worker().doWork();
        worker.run(1, new byte[60]);
        worker.port(2).down(true);
        worker.run(1, new byte[60]);
        assertEquals(List.of("received", "transmitted by 2", "received", "dropped PORT_DOWN"), seen);
        worker.proxy().capture(null);
        worker.run(1, new byte[60]);
        assertEquals(4, seen.size());
    }

    @Test
    void shouldTakeABurstOfEachPortInTurn()
    {
        addPorts(2);
        for (int i = 0; i < 100; i++)
        {
            worker.arrive(1, new byte[60]);
        }
        worker.arrive(2, new byte[60]);
        assertEquals(PollWorker.RECEIVE_LIMIT + 1, worker.worker().doWork());
        worker.run();
        assertEquals(100, worker.sent(2).size());
    }

    private void addPorts(final int count)
    {
        for (int port = 1; port <= count; port++)
        {
            worker.addPort(port, MTU);
        }
    }

    /** Sends frames from each odd port to the even one that follows, and back. */
    private static final class CrossStage implements Stage
    {
        private final Burst input = new Burst();
        private final FrameDescriptor frames;
        private final EgressQueues egressQueues;
        private int failAt = Integer.MAX_VALUE;

        private CrossStage(final WorkerContext context)
        {
            frames = context.pool().frames();
            egressQueues = context.egressQueues();
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                if (i == failAt)
                {
                    throw new IllegalStateException("an error in a stage");
                }
                final int frame = input.frame(i);
                frames.parsed(frame, 0, frames.dataOffset(frame) + 14);
                egressQueues.add(frame, (frames.ingressPort(frame) - 1 ^ 1) + 1);
            }
            input.clear();
            return size;
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

    /** Writes down what a capture would see. */
    private record ListingSink(List<String> seen) implements FrameSink
    {
        @Override
        public void onReceived(final int frame)
        {
            seen.add("received");
        }

        @Override
        public void onTransmitted(final int frame, final int egressPort)
        {
            seen.add("transmitted by " + egressPort);
        }

        @Override
        public void onDropped(final int frame, final DropReason reason)
        {
            seen.add("dropped " + reason);
        }
    }
}
