package io.tulle.control;

import java.util.List;

/**
 * What a start found in its saved state.
 *
 * @param problems one line for each thing that could not be re-attached and was dropped from the state
 */
public record RestoreReport(int networks, int sandboxes, int endpoints, List<String> problems)
{
    /** Freezes the list. */
    public RestoreReport
    {
        problems = List.copyOf(problems);
    }
}
