package io.tulle.dns;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells who has how many of the kept answers, and which is a client's oldest. An answer weighs one for each KiB that it
 * begins, since few long ones take as much memory as many short ones. Used by the resolver's thread.
 */
final class AnswerShares
{
    /** One client's answers, the oldest first. */
    private static final class Share
    {
        private final Map<QuestionKey, CachedAnswer> answers = new LinkedHashMap<>();
        private int weight;

        int weight()
        {
            return weight;
        }
    }

    private final Map<Integer, Share> byOwner = new HashMap<>();
    private int size;
    private int weight;

    void add(final CachedAnswer answer)
    {
        final Share share = byOwner.computeIfAbsent(answer.owner(), (owner) -> new Share());
        share.answers.put(answer.key(), answer);
        share.weight += answer.weight();
        weight += answer.weight();
        size++;
    }

    void remove(final CachedAnswer answer)
    {
        final Share share = byOwner.get(answer.owner());
        share.answers.remove(answer.key());
        share.weight -= answer.weight();
        weight -= answer.weight();
        size--;
        if (share.answers.isEmpty())
        {
            byOwner.remove(answer.owner());
        }
    }

    void clear()
    {
        byOwner.clear();
        size = 0;
        weight = 0;
    }

    int size()
    {
        return size;
    }

    int weight()
    {
        return weight;
    }

    int weight(final int owner)
    {
        final Share share = byOwner.get(owner);
        return null == share ? 0 : share.weight;
    }

    /** The owner has one at least. */
    CachedAnswer oldest(final int owner)
    {
        return byOwner.get(owner).answers.values().iterator().next();
    }

    /** Somebody has one at least. */
    int largestOwner()
    {
        return byOwner.entrySet().stream()
            .max(Comparator.comparingInt((share) -> share.getValue().weight())).orElseThrow().getKey();
    }
}
