package io.tulle.nat.gateway;

import io.tulle.dataplane.wire.Ipv6Header;

/** Tells how far a packet with an address may go (RFC 1812 5.3.7, RFC 6890). Called by any thread. */
public final class AddressScope
{
    private static final int IPV4_LOOPBACK = 127;
    private static final int IPV4_FIRST_MULTICAST = 224; // class E and broadcast lie beyond
    private static final int IPV4_LINK_LOCAL = 0xA9FE; // 169.254/16, RFC 3927 7

    private AddressScope()
    {
    }

    /** @return whether it is one host's address: not unspecified, loopback, multicast, broadcast or reserved. */
    static boolean isUnicast(final long high, final long low)
    {
        if (InetAddresses.isIpv4(high, low))
        {
            final int first = (int) low >>> 24;
            return 0 != first && IPV4_LOOPBACK != first && first < IPV4_FIRST_MULTICAST;
        }
        // RFC 4291 2.5.2, 2.5.3, 2.5.5: ::, ::1 and what embeds an IPv4 address; they begin with 80 bits of zero
        return !(0 == high && 0 == low >>> 48) && !Ipv6Header.isMulticast(high);
    }

    /** @return whether it is of one link only, so that nobody beyond can know who it is. */
    public static boolean isLinkLocal(final long high, final long low)
    {
        return InetAddresses.isIpv4(high, low) ? IPV4_LINK_LOCAL == (int) low >>> 16 : Ipv6Header.isLinkLocal(high);
    }

    /**
     * @return whether a packet to or from it may leave its link. That is so for IPv4 link-local, as in the kernel and
     *     unlike RFC 3927 7: clouds tell their guests about themselves at 169.254.169.254, through the guest's router.
     */
    static boolean isForwardable(final long high, final long low)
    {
        return isUnicast(high, low) && (InetAddresses.isIpv4(high, low) || !Ipv6Header.isLinkLocal(high));
    }
}
