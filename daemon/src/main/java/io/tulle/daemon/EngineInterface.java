package io.tulle.daemon;

import java.util.Optional;

import io.tulle.control.Endpoint;
import io.tulle.control.FabricException;
import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import io.tulle.tapio.TapDevice;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;

/**
 * Makes the interface that Docker takes into a container: a TAP in the namespace of the host, down and without
 * addresses. Docker moves it, names it and sets it up; its queues keep working through all of that. Called by the
 * control thread, which is in the namespace of the host.
 * <p>
 * A start after a crash finds the device by its name, if Docker had not come for it or has given it back, or else in
 * the sandbox by its MAC address, whatever it is called there. If the device died while the sandbox lived, it is made
 * anew where it was: a container that keeps its addresses keeps its connections.
 */
final class EngineInterface
{
    private static final int MAX_INTERFACES = 1000;

    private EngineInterface()
    {
    }

    /** @return a new device for Docker to take, with one queue a worker; the caller closes it. */
    static TapDevice create(final Endpoint endpoint, final int queues, final DeviceRelease release)
    {
        try (Netlink netlink = Netlink.open())
        {
            return openInHost(netlink, endpoint, queues, release);
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot make " + endpoint.interfaceName() + ": " + ex.getMessage(), ex);
        }
    }

    /** @return the device of an earlier run, wherever Docker has put it; the caller closes it. */
    static TapDevice takeOver(final Network network, final Sandbox sandbox, final Endpoint endpoint, final int queues,
        final DeviceRelease release)
    {
        try (Netlink netlink = Netlink.open())
        {
            if (isInHost(netlink, endpoint))
            {
                return openInHost(netlink, endpoint, queues, release);
            }
            if (null == sandbox.identity() || !sandbox.identity().equals(NamespaceIdentity.of(sandbox.path())))
            {
                throw new FabricException("its device is gone, and its namespace " + sandbox.path() + ", too");
            }
            return InterfaceSetup.namespace(sandbox).call(() -> openInside(network, endpoint, queues, release));
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot find its device again: " + ex.getMessage(), ex);
        }
    }

    /** Removes an interface that nobody is attached to, if it is ours. */
    static void remove(final Sandbox sandbox, final Endpoint endpoint)
    {
        try (Netlink netlink = Netlink.open())
        {
            if (isInHost(netlink, endpoint))
            {
                netlink.deleteLink(netlink.link(endpoint.interfaceName()).index());
                return;
            }
        }
        final NetworkNamespace namespace = null == sandbox.path() ? null : InterfaceSetup.namespace(sandbox);
        if (null != namespace && namespace.exists())
        {
            namespace.run(() -> removeInside(endpoint));
        }
    }

    /** Removes a device that an earlier run made and this one does not know. */
    static void removeLeftover(final String name)
    {
        try (Netlink netlink = Netlink.open())
        {
            netlink.findLink(name).filter((link) -> InterfaceSetup.isTap(link) && !link.hasCarrier())
                .ifPresent((link) -> netlink.deleteLink(link.index()));
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot remove " + name + ": " + ex.getMessage(), ex);
        }
    }

    private static boolean isInHost(final Netlink netlink, final Endpoint endpoint)
    {
        return netlink.findLink(endpoint.interfaceName())
            .filter((link) -> InterfaceSetup.isOurs(link, endpoint))
            .isPresent();
    }

    private static void removeInside(final Endpoint endpoint)
    {
        try (Netlink netlink = Netlink.open())
        {
            find(netlink, endpoint)
                .filter((link) -> !link.hasCarrier()) // else another Tulle's
                .ifPresent((link) -> netlink.deleteLink(link.index()));
        }
    }

    private static Optional<Link> find(final Netlink netlink, final Endpoint endpoint)
    {
        return netlink.links().stream().filter((link) -> InterfaceSetup.isOurs(link, endpoint)).findFirst();
    }

    private static TapDevice openInHost(final Netlink netlink, final Endpoint endpoint, final int queues,
        final DeviceRelease release)
    {
        final Optional<Link> present = netlink.findLink(endpoint.interfaceName());
        if (present.isPresent() && !InterfaceSetup.isOurs(present.get(), endpoint))
        {
            throw new FabricException("the host already has an interface " + endpoint.interfaceName() +
                ", and it is not Tulle's; remove it");
        }
        final TapDevice device = present.isPresent() ?
            InterfaceSetup.attachAgain(netlink, present.get(), queues, release) :
            TapDevice.open(endpoint.interfaceName(), queues);
        return orDestroyed(device, () -> InterfaceSetup.identify(netlink, device.name(), endpoint));
    }

    private static TapDevice openInside(final Network network, final Endpoint endpoint, final int queues,
        final DeviceRelease release)
    {
        try (Netlink netlink = Netlink.open())
        {
            final Optional<Link> present = find(netlink, endpoint);
            final InterfaceState state = present.isPresent() ? InterfaceState.of(netlink, present.get()) :
                InterfaceState.of(netlink, freeName(netlink, network), network, endpoint);
            final TapDevice device = present.isPresent() ?
                InterfaceSetup.attachAgain(netlink, present.get(), queues, release) :
                TapDevice.open(state.name(), queues);
            final boolean isAnew = !InterfaceSetup.isOurs(netlink.link(device.name()), endpoint);
            return isAnew ? orDestroyed(device, () -> restore(netlink, state, endpoint)) : device;
        }
    }

    /** A device made anew has nothing of what Docker gave the one before it. */
    private static void restore(final Netlink netlink, final InterfaceState state, final Endpoint endpoint)
    {
        InterfaceSetup.identify(netlink, state.name(), endpoint);
        InterfaceSetup.settleIpv6(state.name(), endpoint);
        state.restore(netlink);
    }

    /** What Docker would call it, if it is the sandbox's first. */
    private static String freeName(final Netlink netlink, final Network network)
    {
        final String prefix = network.options().ifacePrefix();
        for (int i = 0; i < MAX_INTERFACES; i++)
        {
            if (netlink.findLink(prefix + i).isEmpty())
            {
                return prefix + i;
            }
        }
        throw new FabricException("its device is gone, and there is no free name for another");
    }

    private static TapDevice orDestroyed(final TapDevice device, final Runnable configure)
    {
        try
        {
            configure.run();
            return device;
        }
        catch (final RuntimeException ex)
        {
            device.destroy();
            throw ex;
        }
    }
}
