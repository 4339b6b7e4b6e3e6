package io.tulle.control.docker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells what Docker has forgotten for good. What Docker is just making is not in its lists yet, and a list that Docker
 * could not read is an empty one; so what is absent must stay so, in every list, for a while. Used by one thread.
 */
final class Absences
{
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Long> sinceNs = new HashMap<>(); // by id
    private boolean isWaiting;
    private long dueNs;

    /**
     * @param absent what is not in the list that was just read: by id, for how many nanoseconds it must stay so
     * @return what was absent for long enough
     */
    Set<String> over(final Map<String, Long> absent, final long nowNs)
    {
        final Set<String> over = new HashSet<>();
        sinceNs.keySet().retainAll(absent.keySet());
        long leastNs = NEVER;
        for (final Map.Entry<String, Long> one : absent.entrySet())
        {
            final long leftNs = one.getValue() - (nowNs - sinceNs.computeIfAbsent(one.getKey(), id -> nowNs));
            if (leftNs <= 0)
            {
                over.add(one.getKey());
            }
            else
            {
                leastNs = Math.min(leastNs, leftNs);
            }
        }
        isWaiting = NEVER != leastNs;
        dueNs = nowNs + leastNs;
        return over;
    }

    /** True if another list would tell of something that it is over. */
    boolean isDue(final long nowNs)
    {
        return isWaiting && nowNs - dueNs >= 0;
    }
}
