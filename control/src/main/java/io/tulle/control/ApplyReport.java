package io.tulle.control;

import java.util.ArrayList;
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

    /** The same report with what else could not be done. */
    ApplyReport with(final List<String> more)
    {
        final List<String> all = new ArrayList<>(failures);
        all.addAll(more);
        return new ApplyReport(plan, all);
    }

    /** True if all of the plan was done. */
    public boolean isComplete()
    {
        return failures.isEmpty();
    }
}
