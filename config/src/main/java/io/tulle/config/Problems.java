package io.tulle.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects every mistake and warning of one file. */
final class Problems
{
    private static final int MAX_COUNT = 1000; // nobody reads on, and a hostile file must not fill the memory

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private int unshownCount;
    private final List<Warning> warnings = new ArrayList<>();

    Problems(final String file)
    {
        this.file = file;
    }

    void add(final int line, final int column, final String path, final String value, final String message,
        final String remedy)
    {
        if (problems.size() < MAX_COUNT)
        {
            problems.add(new Problem(file, line, column, path, value, message, remedy));
        }
        else
        {
            unshownCount++;
        }
    }

    /** For the file as a whole. */
    void add(final String value, final String message, final String remedy)
    {
        add(1, 1, "", value, message, remedy);
    }

    void warn(final int line, final int column, final String path, final String message)
    {
        if (warnings.size() < MAX_COUNT)
        {
            warnings.add(new Warning(file, line, column, path, message));
        }
    }

    /** Is something wrong at this key or below it? Then what follows from it would only mislead. */
    boolean touches(final String path)
    {
        for (final Problem problem : problems)
        {
            final String at = problem.path();
            if (at.startsWith(path) && (at.length() == path.length() || ".[".indexOf(at.charAt(path.length())) >= 0))
            {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty()
    {
        return problems.isEmpty();
    }

    List<Problem> inFileOrder()
    {
        final List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (unshownCount > 0)
        {
            final Problem last = sorted.get(sorted.size() - 1);
            sorted.add(new Problem(file, last.line(), last.column(), "", null,
                unshownCount + " more mistakes are not shown", "mend these first"));
        }
        return sorted;
    }

    List<Warning> warningsInFileOrder()
    {
        final List<Warning> sorted = new ArrayList<>(warnings);
        sorted.sort(Comparator.comparingInt(Warning::line).thenComparingInt(Warning::column));
        return sorted;
    }
}
