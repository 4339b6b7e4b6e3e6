package io.tulle.vswitch;

/**
 * What the host may send by its port of a network: frames from the router's MAC address, which the host port has, and
 * from the host's own addresses. So nobody behind the host gets in by it. Made by the conductor, read by workers.
 */
public final class HostGuard implements PortGuard
{
    private static final long LINK_LOCAL_HIGH = 0xFE80_0000_0000_0000L;

    private final long mac;
    private final long linkLocalLow;
    private final HostAddresses addresses;

    /** @param routerMac the network's router MAC address; its modified EUI-64 is the port's link-local address. */
    public HostGuard(final long routerMac, final HostAddresses addresses)
    {
        mac = routerMac;
        linkLocalLow = SourceGuard.modifiedEui64(routerMac);
        this.addresses = addresses;
    }

    @Override
    public long mac()
    {
        return mac;
    }

    @Override
    public boolean owns(final int address)
    {
        return 0 == address || addresses.contains(address);
    }

    @Override
    public boolean owns(final long high, final long low)
    {
        return LINK_LOCAL_HIGH == high && linkLocalLow == low || 0 == (high | low) || addresses.contains(high, low);
    }
}
