package io.tulle.dataplane;

import java.util.List;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Runs its stages in order over the frames of one burst, so that each frame has left when {@link #run()} returns.
 * Called by the worker. A frame only moves right: an edge to the same or an earlier stage is refused when the
 * pipeline is made.
 */
public final class Pipeline
{
    private final Stage[] stages;
    private final AtomicCounter[] counters;

    /**
     * @param stages   in the order in which frames walk them; the first one's input takes what ports receive
     * @param counters one a stage, counting the frames that it took
     */
    public Pipeline(final List<Stage> stages, final List<AtomicCounter> counters)
    {
        this.stages = stages.toArray(new Stage[0]);
        this.counters = counters.toArray(new AtomicCounter[0]);
        if (this.stages.length != this.counters.length)
        {
            throw new IllegalArgumentException(stages.size() + " stages need as many counters, not " + counters.size());
        }
        refuseBackwardEdges();
    }

    /** @return where received frames go in. */
    public Burst input()
    {
        return stages[0].input();
    }

    public void run()
    {
        for (int i = 0; i < stages.length; i++)
        {
            final int frames = stages[i].process();
            if (frames > 0)
            {
                counters[i].getAndAddPlain(frames);
            }
        }
    }

    /** Forgets the frames that are on their way, after an error. */
    void discard()
    {
        for (final Stage stage : stages)
        {
            stage.input().clear();
        }
    }

    private void refuseBackwardEdges()
    {
        for (int from = 0; from < stages.length; from++)
        {
            for (final Burst output : stages[from].outputs())
            {
                final int to = stageOf(output);
                if (to <= from)
                {
                    throw new IllegalArgumentException("backward edge " + stages[from].name() + " > " +
                        (to < 0 ? "a stage that is not in the pipeline" : stages[to].name()));
                }
            }
        }
    }

    private int stageOf(final Burst input)
    {
        for (int i = 0; i < stages.length; i++)
        {
            if (stages[i].input() == input)
            {
                return i;
            }
        }
        return -1;
    }
}
