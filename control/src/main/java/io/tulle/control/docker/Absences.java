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
    private long dueNs = NEVER;

    /**
     * @param absent what is not in the list that was just read: by id, for how many nanoseconds it must stay so
     * @return what was absent for long enough
     */
    Set<String> over(final Map<String, Long> absent, final long nowNs)
    {
        final Set<String> over = new HashSet<>();
        sinceNs.keySet().retainAll(absent.keySet());
        dueNs = NEVER;
        absent.forEach((id, graceNs) ->
        {
            final long leftNs = graceNs - (nowNs - sinceNs.computeIfAbsent(id, key -> nowNs));
            if (leftNs <= 0)
            {
                over.add(id);
            }
            else
            {
                dueNs = Math.min(dueNs, nowNs + leftNs);
            }
        });
        return over;
    }

    /** True if another list would tell of something that it is over. */
    boolean isDue(final long nowNs)
    {
        return NEVER != dueNs && nowNs - dueNs >= 0;
    }
}
