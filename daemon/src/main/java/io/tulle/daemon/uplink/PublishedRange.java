package io.tulle.daemon.uplink;

import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;

/**
 * External ports that remote clients reach through the pipeline. Immutable.
 *
 * @param address the one external address that has them, or null for every one
 */
public record PublishedRange(Protocol protocol, IpAddress address, PortRange ports)
{
    boolean isOn(final IpAddress external)
    {
        return null == address || address.equals(external);
    }
}
