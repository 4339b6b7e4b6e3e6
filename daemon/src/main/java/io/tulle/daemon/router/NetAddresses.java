package io.tulle.daemon.router;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.control.InterfaceAddress;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.Prefix;

/** Turns the model's addresses into those of the router, and back. Called by any thread. */
public final class NetAddresses
{
    private NetAddresses()
    {
    }

    public static Address of(final IpAddress address)
    {
        return address.isV6() ? new Address(address.high(), address.low()) : Address.ipv4((int) address.low());
    }

    public static Prefix of(final Cidr cidr)
    {
        final IpAddress first = cidr.first();
        return first.isV6() ? new Prefix(first.high(), first.low(), cidr.prefixLength()) :
            Prefix.ipv4((int) first.low(), cidr.prefixLength());
    }

    public static IpAddress of(final long high, final long low)
    {
        return InetAddresses.isIpv4(high, low) ? new IpAddress(false, 0, low & 0xFFFF_FFFFL) :
            new IpAddress(true, high, low);
    }

    /** @return the IPv4 address as an int, or 0 for none. */
    static int ipv4(final InterfaceAddress address)
    {
        return null == address ? 0 : (int) address.address().low();
    }

    static long high(final InterfaceAddress address)
    {
        return null == address ? 0 : address.address().high();
    }

    static long low(final InterfaceAddress address)
    {
        return null == address ? 0 : address.address().low();
    }
}
