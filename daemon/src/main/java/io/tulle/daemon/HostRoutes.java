package io.tulle.daemon;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;

import java.util.List;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.tapio.linux.Netlink;

/**
 * Reads the host's own subnets, which a network that chooses its subnet itself must not take. Called by the control
 * thread.
 */
final class HostRoutes
{
    private HostRoutes()
    {
    }

    static List<Cidr> read()
    {
        try (Netlink netlink = Netlink.open())
        {
            return netlink.routes(AF_INET).stream()
                .filter((route) -> !route.isDefault())
                .map((route) -> Cidr.containing(IpAddress.of(route.destination()), route.prefixLength()))
                .toList();
        }
    }
}
