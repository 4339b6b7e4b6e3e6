package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.Test;

/** A frame only moves right, and every stage counts what it took. */
class PipelineTest
{
    private final CountersManager counters =
        new CountersManager(new UnsafeBuffer(new byte[64 * 1024]), new UnsafeBuffer(new byte[16 * 1024]));

    @Test
    void shouldRunStagesInOrderAndCountTheirFrames()
    {
        final PassStage last = new PassStage();
        final PassStage middle = new PassStage(last.input());
        final PassStage first = new PassStage(middle.input(), last.input());
        final List<AtomicCounter> stageCounters = countersFor(3);
        final Pipeline pipeline = new Pipeline(List.of(first, middle, last), stageCounters);
        pipeline.input().add(100);
        pipeline.input().add(200);
        pipeline.run();
        pipeline.run();
        assertEquals(List.of(100, 200), last.seen);
        assertEquals(List.of(2L, 2L, 2L), stageCounters.stream().map(AtomicCounter::get).toList());
    }

    @Test
    void shouldRefuseAnEdgeToAnEarlierStage()
    {
        final PassStage first = new PassStage();
        final PassStage second = new PassStage(first.input());
        assertRefused("Pass > Pass", List.of(first, second));
    }

    @Test
    void shouldRefuseAnEdgeToTheSameStage()
    {
        final PassStage stage = new PassStage();
        stage.outputs = new Burst[]{stage.input()};
        assertRefused("Pass > Pass", List.of(stage));
    }

    @Test
    void shouldRefuseAnEdgeToAStageThatIsLeftOut()
    {
        assertRefused("not in the pipeline", List.of(new PassStage(new Burst())));
    }

    @Test
    void shouldWantOneCounterAStage()
    {
        assertThrows(IllegalArgumentException.class, () -> new Pipeline(List.of(new PassStage()), countersFor(2)));
    }

    private void assertRefused(final String why, final List<Stage> stages)
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class,
            () -> new Pipeline(stages, countersFor(stages.size())));
        assertTrue(ex.getMessage().contains(why), ex.getMessage());
    }

    private List<AtomicCounter> countersFor(final int stages)
    {
        final List<AtomicCounter> list = new ArrayList<>();
        for (int i = 0; i < stages; i++)
        {
            list.add(counters.newCounter("stage " + i));
        }
        return list;
    }

    /** Hands every frame to its first output. */
    private static final class PassStage implements Stage
    {
        private final List<Integer> seen = new ArrayList<>();
        private final Burst input = new Burst();
        private Burst[] outputs;

        private PassStage(final Burst... outputs)
        {
            this.outputs = outputs;
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                seen.add(input.frame(i));
                if (outputs.length > 0)
                {
                    outputs[0].add(input.frame(i));
                }
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
            return outputs;
        }
    }
}
