package io.tulle.nat.gateway;

import java.util.Arrays;

import org.agrona.BitUtil;

/**
 * Finds a number by an address and the realm that it is in. Filled by the control thread and never changed after that;
 * workers look up without a lock. Open addressing, at most half full.
 */
final class AddressTable
{
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2^64 divided by the golden ratio
    private static final int MIN_CAPACITY = 4;

    private final long missing;
    private final long[] high;
    private final long[] low;
    private final long[] value;
    private final int[] realm;
    private final int mask;

    /**
     * @param size    the most entries that there will be
     * @param missing what look-ups answer when there is none; no entry may have that value
     */
    AddressTable(final int size, final long missing)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(MIN_CAPACITY, size * 2));
        this.missing = missing;
        high = new long[capacity];
        low = new long[capacity];
        value = new long[capacity];
        realm = new int[capacity];
        mask = capacity - 1;
        Arrays.fill(value, missing);
    }

    /** The last one of an address wins. Called before the table is published. */
    void put(final int addressRealm, final long addressHigh, final long addressLow, final long newValue)
    {
        final int slot = slot(addressRealm, addressHigh, addressLow);
        realm[slot] = addressRealm;
        high[slot] = addressHigh;
        low[slot] = addressLow;
        value[slot] = newValue;
    }

    long lookup(final int addressRealm, final long addressHigh, final long addressLow)
    {
        return value[slot(addressRealm, addressHigh, addressLow)];
    }

    /** @return where the address is, or where it would be put. */
    private int slot(final int addressRealm, final long addressHigh, final long addressLow)
    {
        final long hash = (addressHigh * 31 + addressLow + addressRealm * MIX) * MIX;
        int slot = (int) (hash >>> 32) & mask;
        while (missing != value[slot] &&
            (low[slot] != addressLow || high[slot] != addressHigh || realm[slot] != addressRealm))
        {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
