package io.tulle.control;

import io.tulle.config.MacAddr;

/** Makes an endpoint's MAC address from its IP address, so that neighbours' ARP caches stay valid over a restart. */
final class MacAddresses
{
    private static final long DOCKER_PREFIX = 0x0242L << 32; // 02: locally administered, 42: Docker's choice
    private static final long LOW_32_BITS = 0xffff_ffffL;

    private MacAddresses()
    {
    }

    /** 02:42 and the IPv4 address, or the last 32 bits of the IPv6 address where there is no other. */
    static MacAddr of(final InterfaceAddress ipv4, final InterfaceAddress ipv6)
    {
        final InterfaceAddress address = null == ipv4 ? ipv6 : ipv4;
        return of((int) address.address().low());
    }

    /** 02:42 and these bits. */
    static MacAddr of(final int bits)
    {
        return new MacAddr(DOCKER_PREFIX | bits & LOW_32_BITS);
    }
}
