package io.tulle.daemon.uplink;

import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;

/**
 * External ports that remote clients reach through the pipeline. Immutable.
 *
 * @param isV6    whether they are reached by IPv6, else by IPv4; the host serves the other family
 * @param address the one external address that has them, or null for every one
 */
public record PublishedRange(Protocol protocol, boolean isV6, IpAddress address, PortRange ports)
{
    boolean isOn(final IpAddress external)
    {
        return external.isV6() == isV6 && (null == address || address.equals(external));
    }
}
