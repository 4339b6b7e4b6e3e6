package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.config.Protocol;

/**
 * What the host is not to hear of on one interface. Immutable.
 *
 * @param interfaceName  the interface
 * @param interfaceIndex so that one made anew by the same name is another
 * @param ownAddresses   Tulle's own: the host, even as a router, is to hear nothing for them
 * @param ports          on addresses of the host's own that Tulle shares
 */
public record SilencedUplink(String interfaceName, int interfaceIndex, List<IpAddress> ownAddresses,
    List<Ports> ports)
{
    public SilencedUplink
    {
        ownAddresses = List.copyOf(ownAddresses);
        ports = List.copyOf(ports);
    }

    /** External ports of mappings, or published ones, on one address. Those of several entries may overlap. */
    public record Ports(Protocol protocol, IpAddress address, PortSet ports)
    {
    }
}
