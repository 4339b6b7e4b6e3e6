package io.tulle.dns.resolver;

import java.util.PriorityQueue;

/**
 * Runs timers when they are due. A timer that is set again or cancelled leaves its old entry behind, which is passed
 * over when its time comes: that is soon, and cheaper than to search for it. Used by the resolver's thread.
 */
final class Timers
{
    private record Entry(long dueNs, Timer timer)
    {
        /** Times of a nano clock compare by their difference. */
        static int compare(final Entry one, final Entry other)
        {
            return Long.signum(one.dueNs - other.dueNs);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry::compare);

    void set(final Timer timer, final long dueNs)
    {
        timer.set(dueNs);
        entries.add(new Entry(dueNs, timer));
    }

    /** Runs what is due. */
    void onTime(final long nowNs)
    {
        while (!entries.isEmpty() && entries.peek().dueNs - nowNs <= 0)
        {
            final Entry entry = entries.poll();
            if (entry.timer.isSetTo(entry.dueNs))
            {
                entry.timer.run(nowNs);
            }
        }
    }

    /** @return ns until a timer may be due; the longest time there is when there is none */
    long waitNs(final long nowNs)
    {
        while (!entries.isEmpty() && !entries.peek().timer.isSetTo(entries.peek().dueNs))
        {
            entries.poll();
        }
        return entries.isEmpty() ? Long.MAX_VALUE : Math.max(0, entries.peek().dueNs - nowNs);
    }
}
