package io.tulle.nat.gateway;

/**
 * The addresses of an uplink, the first of each family being the one that masquerading prefers. Immutable; made by the
 * control thread, read by workers.
 *
 * @param high high halves
 * @param low  low halves
 */
public record ExternalAddresses(long[] high, long[] low)
{
    public static final int NONE = -1;

    public int size()
    {
        return high.length;
    }

    /** @return the number of the address, or {@link #NONE}. */
    public int indexOf(final long addressHigh, final long addressLow)
    {
        for (int i = 0; i < high.length; i++)
        {
            if (high[i] == addressHigh && low[i] == addressLow)
            {
                return i;
            }
        }
        return NONE;
    }

    public boolean contains(final long addressHigh, final long addressLow)
    {
        return NONE != indexOf(addressHigh, addressLow);
    }

    /** @return the number of the first address of the family, or {@link #NONE}. */
    public int first(final boolean isIpv4)
    {
        for (int i = 0; i < high.length; i++)
        {
            if (isIpv4 == InetAddresses.isIpv4(high[i], low[i]))
            {
                return i;
            }
        }
        return NONE;
    }
}
