package io.tulle.daemon;

import java.util.Arrays;
import java.util.Optional;

import io.tulle.config.MacAddr;
import io.tulle.config.NetworkOptions;
import io.tulle.control.Endpoint;
import io.tulle.control.FabricException;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Sandbox;
import io.tulle.tapio.TapDevice;
import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;
import io.tulle.tapio.linux.Sysctl;

/**
 * Makes an endpoint's interface inside its container: the TAP, its MAC, MTU and addresses, up. If the TAP of an
 * earlier run is still there, it is attached to again, and its connections live on. Called by the control thread.
 */
final class InterfaceSetup
{
    private static final String TAP_KIND = "tun";

    private InterfaceSetup()
    {
    }

    /** @return the device with one queue a worker; the caller closes it. */
    static TapDevice open(final Sandbox sandbox, final Endpoint endpoint, final int queues, final DeviceRelease release)
    {
        try
        {
            return namespace(sandbox).call(() -> openInside(sandbox, endpoint, queues, release));
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot make " +
                endpoint.interfaceName() + " in " + sandbox.path() + ": " + ex.getMessage(), ex);
        }
    }

    /** Removes an interface that nobody is attached to, if it is ours. */
    static void remove(final Sandbox sandbox, final Endpoint endpoint)
    {
        if (null == sandbox.path() || !namespace(sandbox).exists())
        {
            return;
        }
        namespace(sandbox).run(() ->
        {
            try (Netlink netlink = Netlink.open())
            {
                netlink.findLink(endpoint.interfaceName())
                    .filter((link) -> isOurs(link, endpoint) && !link.hasCarrier()) // else another Tulle's
                    .ifPresent((link) -> netlink.deleteLink(link.index()));
            }
        });
    }

    static boolean isTap(final Link link)
    {
        return TAP_KIND.equals(link.kind());
    }

    static boolean isOurs(final Link link, final Endpoint endpoint)
    {
        return isTap(link) && Arrays.equals(bytes(endpoint.mac()), link.mac());
    }

    static NetworkNamespace namespace(final Sandbox sandbox)
    {
        return NetworkNamespace.path(sandbox.path());
    }

    private static TapDevice openInside(final Sandbox sandbox, final Endpoint endpoint, final int queues,
        final DeviceRelease release)
    {
        try (Netlink netlink = Netlink.open())
        {
            final Optional<Link> present = netlink.findLink(endpoint.interfaceName());
            if (present.isPresent() && !isOurs(present.get(), endpoint))
            {
                throw new FabricException(sandbox.path() +
                    " already has an interface " + endpoint.interfaceName() +
                    ", and it is not Tulle's; remove it, or choose another with interface_name");
            }
            final TapDevice device = present.isPresent() ?
                attachAgain(netlink, present.get(), queues, release) : TapDevice.open(endpoint.interfaceName(), queues);
            return configured(netlink, device, endpoint);
        }
    }

    /** A TAP made for another number of workers cannot be attached to, so it is made anew. */
    static TapDevice attachAgain(final Netlink netlink, final Link link, final int queues, final DeviceRelease release)
    {
        if (!release.isFree(netlink, link.name()))
        {
            throw new FabricException("interface " + link.name() +
                " is in use by another process, maybe another Tulle; end that one (tulle down --run-dir DIR)");
        }
        try
        {
            return release.open(link.name(), queues);
        }
        catch (final LinuxException ex)
        {
            if (Errno.EINVAL != ex.errno())
            {
                throw ex;
            }
            netlink.deleteLink(link.index());
            return TapDevice.open(link.name(), queues);
        }
    }

    private static TapDevice configured(final Netlink netlink, final TapDevice device, final Endpoint endpoint)
    {
        try
        {
            configure(netlink, endpoint);
            return device;
        }
        catch (final RuntimeException ex)
        {
            device.destroy();
            throw ex;
        }
    }

    private static void configure(final Netlink netlink, final Endpoint endpoint)
    {
        final Link link = identify(netlink, endpoint.interfaceName(), endpoint);
        settleIpv6(link.name(), endpoint);
        addAddress(netlink, link, endpoint.ipv4());
        addAddress(netlink, link, endpoint.ipv6());
        netlink.setUp(link.index());
    }

    /** Gives a device its MAC address and MTU. @return the link as it was before. */
    static Link identify(final Netlink netlink, final String name, final Endpoint endpoint)
    {
        final Link link = netlink.link(name);
        if (!Arrays.equals(bytes(endpoint.mac()), link.mac()))
        {
            netlink.setMac(link.index(), bytes(endpoint.mac()));
        }
        if (endpoint.mtu() != link.mtu())
        {
            netlink.setMtu(link.index(), endpoint.mtu());
        }
        return link;
    }

    /** As Docker: an interface of a network without IPv6 speaks none. */
    static void settleIpv6(final String name, final Endpoint endpoint)
    {
        if (endpoint.mtu() >= NetworkOptions.MIN_MTU_V6) // below, the kernel has neither IPv6 nor the setting
        {
            Sysctl.write(Sysctl.forInterface("ipv6", name, "disable_ipv6"), null == endpoint.ipv6() ? "1" : "0");
        }
    }

    private static void addAddress(final Netlink netlink, final Link link, final InterfaceAddress address)
    {
        if (null != address)
        {
            netlink.ensureAddress(link.index(), address.address().bytes(), address.prefixLength());
        }
    }

    static byte[] bytes(final MacAddr mac)
    {
        final byte[] bytes = new byte[6];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte) (mac.value() >>> 40 - 8 * i);
        }
        return bytes;
    }
}
