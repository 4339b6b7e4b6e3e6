package io.tulle.daemon;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import io.tulle.control.FabricException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.Route;

import java.util.stream.Stream;

/** Finds the interface that {@code interface: auto} stands for: that of the host's default route. */
final class DefaultInterface
{
    private DefaultInterface()
    {
    }

    static String name()
    {
        try (Netlink netlink = Netlink.open())
        {
            return Stream.concat(netlink.routes(AF_INET).stream(), netlink.routes(AF_INET6).stream())
                .filter(Route::isDefault).findFirst()
                .map((route) -> netlink.link(route.interfaceIndex()).name())
                .orElseThrow(() -> new FabricException("uplink interface: auto: the host has no default route; name " +
                    "an interface"));
        }
    }
}
