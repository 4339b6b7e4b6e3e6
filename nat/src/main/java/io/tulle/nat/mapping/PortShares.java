package io.tulle.nat.mapping;

import java.util.concurrent.atomic.AtomicIntegerArray;

import io.tulle.nat.gateway.Uplink;

/**
 * Keeps the last eighth of an uplink's external ports for those who have few, so that a container that opens everything
 * it can does not leave the others without (RFC 6888 REQ-4). Called by all workers and the conductor at once.
 *
 * <p>Mappings are counted by a hash of the internal address: two addresses that share a counter are refused a little
 * sooner than they would be, and only when ports run short.
 */
final class PortShares
{
    /** Who has fewer mappings may have one of the last ports. */
    private static final int FEW = 64;
    private static final int KEPT_SHARE = 8;
    private static final int COUNTERS = 1 << 14;

    private final AtomicIntegerArray mappings = new AtomicIntegerArray(COUNTERS);

    boolean mayHaveMore(final MappingKey key, final Uplink uplink, final int portsUsed)
    {
        final int size = uplink.lastPort() - uplink.firstPort() + 1;
        return portsUsed < size - size / KEPT_SHARE ||
            mappings.get(counter(key.realm(), key.internalHigh(), key.internalLow())) < FEW;
    }

    void taken(final int realm, final long high, final long low)
    {
        mappings.incrementAndGet(counter(realm, high, low));
    }

    void given(final int realm, final long high, final long low)
    {
        mappings.decrementAndGet(counter(realm, high, low));
    }

    private static int counter(final int realm, final long high, final long low)
    {
        return (int) CountedKey.mix(low ^ CountedKey.mix(high ^ CountedKey.mix(realm))) & COUNTERS - 1;
    }
}
