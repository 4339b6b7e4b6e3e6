package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;

/**
 * What a user wants of an uplink. Immutable.
 *
 * @param name          as the user wrote it, or "uplink"
 * @param interfaceName the host's interface, or {@link #AUTO}
 * @param realm         the number of its address space: unique among networks and uplinks
 * @param ownAddresses  Tulle's own addresses there, each with its subnet; empty when it shares the host's
 * @param gateways      next routers for own addresses, used where the host has no default route by this interface
 * @param externalPorts of mappings
 */
public record UplinkSettings(String name, String interfaceName, int realm, List<OwnAddress> ownAddresses,
    List<IpAddress> gateways, PortRange externalPorts)
{
    /** The interface of the host's default route, whichever that is at the time. */
    public static final String AUTO = "";

    private static final PortRange SHARED_PORTS = new PortRange(49_152, 65_535); // RFC 6335 6: dynamic ports
    private static final PortRange OWN_PORTS = new PortRange(1_024, 65_535); // RFC 6335 6: all but system ports

    public UplinkSettings
    {
        ownAddresses = List.copyOf(ownAddresses);
        gateways = List.copyOf(gateways);
    }

    /** Shares all addresses of an interface with the host. */
    public static UplinkSettings shared(final String name, final String interfaceName, final int realm)
    {
        return new UplinkSettings(name, interfaceName, realm, List.of(), List.of(), SHARED_PORTS);
    }

    /** Has addresses of its own on an interface of the host. */
    public static UplinkSettings own(final String name, final String interfaceName, final int realm,
        final List<OwnAddress> addresses, final List<IpAddress> gateways)
    {
        return new UplinkSettings(name, interfaceName, realm, addresses, gateways, OWN_PORTS);
    }

    public UplinkSettings withExternalPorts(final PortRange ports)
    {
        return new UplinkSettings(name, interfaceName, realm, ownAddresses, gateways, ports);
    }

    /** The same uplink on this interface. */
    UplinkSettings withInterface(final String newName)
    {
        return new UplinkSettings(name, newName, realm, ownAddresses, gateways, externalPorts);
    }

    public boolean isShared()
    {
        return ownAddresses.isEmpty();
    }

    /** An address with the length of its subnet's prefix. */
    public record OwnAddress(IpAddress address, int prefixLength)
    {
    }
}
