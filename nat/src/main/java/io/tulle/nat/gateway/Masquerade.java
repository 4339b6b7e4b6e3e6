package io.tulle.nat.gateway;

/**
 * What a network's packets look like outside. Immutable; made by the control thread, read by workers.
 *
 * @param isIpv4   whether IPv4 packets leave with an address of the uplink
 * @param isIpv6   whether IPv6 packets leave with an address of the uplink
 * @param ipv4     the one address that they leave with, or 0: the uplink's choice
 * @param ipv6High high half of the one IPv6 address, or 0 with a low half of 0: the uplink's choice
 * @param ipv6Low  low half of it
 */
public record Masquerade(boolean isIpv4, boolean isIpv6, int ipv4, long ipv6High, long ipv6Low)
{
    /** With the addresses that the uplink chooses. */
    public static final Masquerade ALL = new Masquerade(true, true, 0, 0, 0);
    /** As they are. */
    public static final Masquerade NONE = new Masquerade(false, false, 0, 0, 0);

    /** @return whether packets of the family leave with an address of the uplink. */
    public boolean isOn(final boolean isFamilyIpv4)
    {
        return isFamilyIpv4 ? isIpv4 : isIpv6;
    }

    /** @return whether it is said which address of the uplink they leave with. */
    public boolean isNamed(final boolean isFamilyIpv4)
    {
        return isFamilyIpv4 ? 0 != ipv4 : 0 != (ipv6High | ipv6Low);
    }

    /** @return the number of that address among the uplink's, or {@link ExternalAddresses#NONE}. */
    public int named(final ExternalAddresses addresses, final boolean isFamilyIpv4)
    {
        return isFamilyIpv4 ? addresses.indexOf(0, InetAddresses.low(ipv4)) : addresses.indexOf(ipv6High, ipv6Low);
    }
}
