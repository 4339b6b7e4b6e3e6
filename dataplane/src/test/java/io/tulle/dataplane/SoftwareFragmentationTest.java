package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which frames leave as fragments, and that the books balance; the fragments themselves are FragmenterTest's. */
class SoftwareFragmentationTest
{
    private static final int SOURCE = 1;
    private static final int SINK = 2;
    private static final int SINK_MTU = 1500;
    private static final int IP = 14;

    private int fragmentSize;
    private final TestWorker worker = new TestWorker((context) -> List.of(new RouteStage(context)));
    private final byte[] frame = FrameBuilder.ipv4(1, 2, "10.0.0.2", "192.0.2.9", 3000 - 20);

    SoftwareFragmentationTest()
    {
        worker.addPort(SOURCE, 9000);
        worker.addPort(SINK, SINK_MTU);
    }

    @AfterEach
    void close()
    {
        worker.close();
    }

    @Test
    void shouldDropASwitchedFrameThatDoesNotFit()
    {
        worker.run(SOURCE, frame);
        assertEquals(1, worker.drops(SOURCE, DropReason.EGRESS_MTU));
        assertSent();
    }

    @Test
    void shouldFragmentByTheMtu()
    {
        fragmentSize = 9000;
        worker.run(SOURCE, frame);
        assertSent(1514, 1514, 54);
        assertEquals(1, worker.statistics(SINK).txFrames());
        assertEquals(frame.length, worker.statistics(SINK).txBytes());
    }

    @Test
    void shouldFragmentByTheFragmentsThatItCameAs()
    {
        fragmentSize = 996;
        worker.run(SOURCE, frame);
        assertSent(1010, 1010, 1010, 34 + 52);
    }

    @Test
    void shouldLeaveAFrameThatIsNoLongerThanThatAsItIs()
    {
        fragmentSize = 1400;
        worker.run(SOURCE, FrameBuilder.ipv4(1, 2, "10.0.0.2", "192.0.2.9", 1380));
        assertSent(1414);
    }

    @Test
    void shouldCompleteTheChecksumFirst()
    {
        fragmentSize = 9000;
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        new VnetHeader().wrap(new UnsafeBuffer(whole), 0)
            .clear().flags(VnetHeader.NEEDS_CSUM).checksumStart(IP + 20).checksumOffset(6);
        final int pseudoHeader = NaiveChecksum.sum(new UnsafeBuffer(frame), IP + 20 + 6, 2);
        worker.arriveWithVnetHeader(SOURCE, whole);
        worker.run();
        final byte[] first = worker.sent(SINK).get(0);
        System.arraycopy(first, IP + 20, frame, IP + 20, 8);
        final int sum = NaiveChecksum.sum(new UnsafeBuffer(frame), IP + 20, 2980) + pseudoHeader;
        assertNotEquals(0, sum);
        assertEquals(0xFFFF, (sum & 0xFFFF) + (sum >>> 16));
        assertEquals(0, worker.port(SINK).sentVnetHeader(0)[0]);
    }

    @Test
    void shouldSayWhyAPacketCannotBeFragmented()
    {
        fragmentSize = 9000;
        frame[IP + 6] = 0x20; // a fragment itself
        worker.run(SOURCE, frame);
        assertEquals(1, worker.drops(SOURCE, DropReason.SEGMENTATION_FAILED));
        worker.port(SINK).down(true);
        frame[IP + 6] = 0;
        worker.run(SOURCE, frame);
        assertEquals(1, worker.drops(SOURCE, DropReason.PORT_DOWN));
    }

    private void assertSent(final int... lengths)
    {
        assertEquals(Arrays.stream(lengths).boxed().toList(), worker.sent(SINK).stream().map((f) -> f.length).toList());
    }

    /** Sends everything to the sink, with the fragment size of the test. */
    private final class RouteStage implements Stage
    {
        private final Burst input = new Burst();
        private final WorkerContext context;

        RouteStage(final WorkerContext context)
        {
            this.context = context;
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

        @Override
        public int process()
        {
            final FrameDescriptor frames = context.pool().frames();
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                frames.parsed(frame, EtherType.IPV4, frames.dataOffset(frame) + IP);
                frames.fragmentSize(frame, fragmentSize);
                context.egressQueues().add(frame, SINK);
            }
            input.clear();
            return size;
        }
    }
}
