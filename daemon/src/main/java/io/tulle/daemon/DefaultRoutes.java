package io.tulle.daemon;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import io.tulle.config.IpamPool;
import io.tulle.control.Endpoint;
import io.tulle.control.FabricException;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.Route;

/**
 * Points a container's default routes at the gateway of the network that owns them, and takes those of its other
 * networks away. Called by the control thread.
 */
final class DefaultRoutes
{
    private DefaultRoutes()
    {
    }

    /** @param owner the endpoint that the default routes leave by, or null for none. */
    static void set(final Sandbox sandbox, final Endpoint owner, final Network network,
        final Collection<AttachedEndpoint> attached)
    {
        try
        {
            InterfaceSetup.namespace(sandbox).run(() -> setInside(sandbox, owner, network, attached));
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot set its default route: " +
                ex.getMessage(), ex);
        }
    }

    private static void setInside(final Sandbox sandbox, final Endpoint owner, final Network network,
        final Collection<AttachedEndpoint> attached)
    {
        try (Netlink netlink = Netlink.open())
        {
            final Set<Integer> ours = interfaces(netlink, sandbox, attached);
            removeOthers(netlink, AF_INET, ours);
            removeOthers(netlink, AF_INET6, ours);
            if (null != owner)
            {
                final int index = netlink.link(owner.interfaceName()).index();
                add(netlink, index, null == owner.ipv4() ? null : network.ipv4Pool());
                add(netlink, index, null == owner.ipv6() ? null : network.ipv6Pool());
            }
        }
    }

    private static Set<Integer> interfaces(final Netlink netlink, final Sandbox sandbox,
        final Collection<AttachedEndpoint> attached)
    {
        final Set<Integer> indexes = new HashSet<>();
        for (final AttachedEndpoint attachment : attached)
        {
            final Endpoint endpoint = attachment.endpoint();
            if (sandbox.id().equals(endpoint.sandboxId()))
            {
                netlink.findLink(endpoint.interfaceName()).ifPresent((link) -> indexes.add(link.index()));
            }
        }
        return indexes;
    }

    private static void removeOthers(final Netlink netlink, final int family, final Set<Integer> ours)
    {
        for (final Route route : netlink.routes(family))
        {
            if (route.isDefault() && null != route.gateway() && ours.contains(route.interfaceIndex()))
            {
                netlink.deleteRoute(route);
            }
        }
    }

    private static void add(final Netlink netlink, final int index, final IpamPool pool)
    {
        if (null != pool && null != pool.gateway())
        {
            netlink.replaceRoute(Route.defaultVia(pool.gateway().bytes(), index));
        }
    }
}
