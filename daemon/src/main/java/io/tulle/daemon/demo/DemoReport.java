package io.tulle.daemon.demo;

import io.tulle.daemon.cli.ExitCodes;
import io.tulle.daemon.cli.Table;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The table at the end of a demo, with what held and what did not. Used by the demo's main thread. */
final class DemoReport
{
    private final List<DemoResult> results = new ArrayList<>();

    void add(final DemoResult result)
    {
        results.add(result);
    }

    /** Prints the table and returns the exit code. */
    int verdict(final PrintWriter out)
    {
        final Table table = new Table("", "WHAT", "MEASURED");
        boolean isAllGood = true;
        for (final DemoResult result : results)
        {
            isAllGood &= result.isPassed();
            table.row(result.isPassed() ? "PASS" : "FAIL", result.what(), result.measured());
        }
        out.println();
        table.print(out);
        out.println();
        out.println(isAllGood ? "All held." : "Not all held.");
        return isAllGood ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
