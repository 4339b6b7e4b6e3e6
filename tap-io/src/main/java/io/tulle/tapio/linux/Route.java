package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import java.util.Arrays;

/**
 * A unicast route of the main table. The default route is all zeros with prefix length 0; gateway and source are
 * null where there is none; onLink lets a gateway stand outside every subnet of the interface; metric 0 is the
 * kernel's own choice (0 for IPv4, 1024 for IPv6).
 */
public record Route(
    byte[] destination, int prefixLength, byte[] gateway, int interfaceIndex, int metric, byte[] source, boolean onLink)
{
    private static final int IPV6_METRIC = 1024; // IP6_RT_PRIO_USER of net/ipv6_route.h

    /** {@code default via gateway dev index}. */
    public static Route defaultVia(final byte[] gateway, final int interfaceIndex)
    {
        return new Route(new byte[gateway.length], 0, gateway, interfaceIndex, 0, null, false);
    }

    /** {@code destination/prefixLength via gateway dev index}. */
    public static Route via(
        final byte[] destination, final int prefixLength, final byte[] gateway, final int interfaceIndex)
    {
        return new Route(destination, prefixLength, gateway, interfaceIndex, 0, null, false);
    }

    /** {@code destination/prefixLength dev index}: neighbours, without a gateway. */
    public static Route direct(final byte[] destination, final int prefixLength, final int interfaceIndex)
    {
        return new Route(destination, prefixLength, null, interfaceIndex, 0, null, false);
    }

    public Route withOnLink()
    {
        return new Route(destination, prefixLength, gateway, interfaceIndex, metric, source, true);
    }

    public Route withMetric(final int newMetric)
    {
        return new Route(destination, prefixLength, gateway, interfaceIndex, newMetric, source, onLink);
    }

    public Route withSource(final byte[] newSource)
    {
        return new Route(destination, prefixLength, gateway, interfaceIndex, metric, newSource, onLink);
    }

    public int family()
    {
        return IpText.family(destination);
    }

    public boolean isDefault()
    {
        return 0 == prefixLength;
    }

    /** The metric as the kernel stores it. */
    int effectiveMetric()
    {
        return 0 == metric && AF_INET6 == family() ? IPV6_METRIC : metric;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Route that &&
            prefixLength == that.prefixLength &&
            interfaceIndex == that.interfaceIndex &&
            onLink == that.onLink &&
            Arrays.equals(destination, that.destination) &&
            effectiveMetric() == that.effectiveMetric() &&
            Arrays.equals(gateway, that.gateway) &&
            Arrays.equals(source, that.source);
    }

    @Override
    public int hashCode()
    {
        return 31 * Arrays.hashCode(destination) + prefixLength;
    }

    @Override
    public String toString()
    {
        return (isDefault() ? "default" : IpText.of(destination, prefixLength)) +
            (null == gateway ? "" : " via " + IpText.of(gateway));
    }
}
