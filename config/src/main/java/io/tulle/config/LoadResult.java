package io.tulle.config;

import java.util.List;

/**
 * What became of a topology file: a topology, or every mistake in it.
 *
 * @param topology null when there are problems.
 * @param problems in file order; empty when there is a topology.
 */
public record LoadResult(Topology topology, List<Problem> problems)
{
    public LoadResult
    {
        problems = List.copyOf(problems);
    }

    /** Is there a topology to run? */
    public boolean isGood()
    {
        return problems.isEmpty();
    }
}
