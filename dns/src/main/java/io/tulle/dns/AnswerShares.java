package io.tulle.dns;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells who has how many of the kept answers, and which is a client's oldest. Used by the resolver's thread. */
final class AnswerShares
{
    private final Map<Integer, Map<QuestionKey, CachedAnswer>> byOwner = new HashMap<>();
    private int size;

    void add(final CachedAnswer answer)
    {
        byOwner.computeIfAbsent(answer.owner(), (owner) -> new LinkedHashMap<>()).put(answer.key(), answer);
        size++;
    }

    void remove(final CachedAnswer answer)
    {
        final Map<QuestionKey, CachedAnswer> share = byOwner.get(answer.owner());
        share.remove(answer.key());
        size--;
        if (share.isEmpty())
        {
            byOwner.remove(answer.owner());
        }
    }

    void clear()
    {
        byOwner.clear();
        size = 0;
    }

    int size()
    {
        return size;
    }

    int size(final int owner)
    {
        final Map<QuestionKey, CachedAnswer> share = byOwner.get(owner);
        return null == share ? 0 : share.size();
    }

    /** The owner has one at least. */
    CachedAnswer oldest(final int owner)
    {
        return byOwner.get(owner).values().iterator().next();
    }

    /** Somebody has one at least. */
    int largestOwner()
    {
        return byOwner.entrySet().stream()
            .max(Comparator.comparingInt((share) -> share.getValue().size())).orElseThrow().getKey();
    }
}
