package io.tulle.control;

import io.tulle.config.Cidr;

import java.util.Map;

/**
 * What Docker asks for when it asks for a pool: after a restart it asks for each of its pools again in the same words,
 * but for the subnet, which it then always names. Called by the control thread.
 *
 * @param subnet  never null: the chosen one if none was named
 * @param range   the part of it that addresses are chosen from, or null: all
 * @param options {@code --ipam-opt}
 */
record PoolWords(String addressSpace, Cidr subnet, Cidr range, Map<String, String> options)
{
    /** Freezes the map. */
    PoolWords
    {
        options = Sorted.copy(options);
    }

    /** A name for the n-th pool of these words: TulleLocal/10.99.7.0/24/10.99.7.128-25#2. */
    String id(final int n)
    {
        final String part = null == range ? "" : "/" + range.first() + "-" + range.prefixLength();
        return addressSpace + "/" + subnet + part + "#" + n;
    }
}
