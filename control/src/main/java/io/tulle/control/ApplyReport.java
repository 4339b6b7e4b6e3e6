package io.tulle.control;

import java.util.List;

/**
 * What an apply did.
 *
 * @param plan     what was to be done
 * @param failures one line for each thing that failed; the rest was done
 */
public record ApplyReport(Plan plan, List<String> failures)
{
    /** Freezes the list. */
    public ApplyReport
    {
        failures = List.copyOf(failures);
    }

    /** True if all of the plan was done. */
    public boolean isComplete()
    {
        return failures.isEmpty();
    }
}
