package io.tulle.nat.gateway;

/**
 * An address of either family as the control thread hands it over; on a frame's way the two halves travel bare.
 * Immutable.
 *
 * @param high high half, as in {@link InetAddresses}
 * @param low  low half
 */
public record Address(long high, long low)
{
    public static Address ipv4(final int address)
    {
        return new Address(0, InetAddresses.low(address));
    }

    public boolean isIpv4()
    {
        return InetAddresses.isIpv4(high, low);
    }
}
