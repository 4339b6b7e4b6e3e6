package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/** What would change to make a running Tulle match a topology, in the order in which it would be done. */
public record Plan(List<Change> changes)
{
    /** Freezes the list. */
    public Plan
    {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty()
    {
        return changes.isEmpty();
    }

    /** True if any change interrupts traffic that flows now. */
    public boolean isDisruptive()
    {
        for (final Change change : changes)
        {
            if (change.isDisruptive())
            {
                return true;
            }
        }
        return false;
    }

    /** The changes as a diff: one line each, none if there is nothing to do. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        for (final Change change : changes)
        {
            lines.add(change.text());
        }
        return lines;
    }
}
