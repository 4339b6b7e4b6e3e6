package io.tulle.control;

import io.tulle.config.Attachment;
import io.tulle.config.MacAddr;

/**
 * An endpoint on its way to be planned or made: who is to be joined to what, what it has now, and the addresses and the
 * name that it gets step by step, because what others ask for by name goes first. Called by the control thread.
 */
final class WantedEndpoint
{
    private final Sandbox sandbox;
    private final Network network;
    private final Attachment attachment;
    private final Endpoint current;
    private final Origin origin;
    private InterfaceAddress ipv4;
    private InterfaceAddress ipv6;
    private String interfaceName;

    /** @param current what the container has on this network now, or null */
    WantedEndpoint(
        final Sandbox sandbox,
        final Network network,
        final Attachment attachment,
        final Endpoint current,
        final Origin origin)
    {
        this.sandbox = sandbox;
        this.network = network;
        this.attachment = attachment;
        this.current = current;
        this.origin = origin;
    }

    Network network()
    {
        return network;
    }

    Sandbox sandbox()
    {
        return sandbox;
    }

    Endpoint current()
    {
        return current;
    }

    /** First: what is asked for by name. Throws Docker's refusals. */
    void takeRequested(final NetworkAddresses addresses, final InterfaceNames names)
    {
        ipv4 = requested(addresses, false);
        ipv6 = requested(addresses, true);
        if (null != attachment.interfaceName())
        {
            takeName(names);
        }
    }

    /** Then: what it has now and nobody else asked for. */
    void takeCurrent(final NetworkAddresses addresses, final InterfaceNames names)
    {
        if (null == current)
        {
            return;
        }
        ipv4 = null == ipv4 ? kept(current.ipv4(), addresses, false) : ipv4;
        ipv6 = null == ipv6 ? kept(current.ipv6(), addresses, true) : ipv6;
        final boolean fits = InterfaceNames.hasPrefix(current.interfaceName(), network.options().ifacePrefix());
        if (null == interfaceName && fits && names.take(current.interfaceName()))
        {
            interfaceName = current.interfaceName();
        }
    }

    /** Last: the lowest of what is left. Throws Docker's refusals. */
    void takeLowest(final NetworkAddresses addresses, final InterfaceNames names)
    {
        ipv4 = null == ipv4 ? addresses.take(null, false) : ipv4;
        ipv6 = null == ipv6 ? addresses.take(null, true) : ipv6;
        interfaceName = null == interfaceName ? names.takeLowest(network.options().ifacePrefix()) : interfaceName;
        checkMac();
    }

    /** The endpoint, with everything taken. */
    Endpoint endpoint(final String id)
    {
        final MacAddr mac = mac();
        final int mtu = null == attachment.mtu() ? network.options().mtu() : attachment.mtu();
        return new Endpoint(id, network.id(), sandbox.id(), sandbox.container(), interfaceName, mac, ipv4, ipv6, mtu,
            attachment.aliases(), attachment.priority(), attachment.gwPriority(), attachment.driverOpts(), origin);
    }

    private MacAddr mac()
    {
        return null == attachment.mac() ? MacAddresses.of(ipv4, ipv6) : attachment.mac();
    }

    /** Frames to the one would go to the other. */
    private void checkMac()
    {
        if (mac().equals(network.gatewayMac()))
        {
            throw ControlException.conflict("MAC address " + mac() + " is the gateway's on network " +
                network.name() + "; give the container another mac_address, or none");
        }
    }

    private InterfaceAddress requested(final NetworkAddresses addresses, final boolean isV6)
    {
        return null == attachment.address(isV6) ? null : addresses.take(attachment.address(isV6), isV6);
    }

    private void takeName(final InterfaceNames names)
    {
        if (!names.take(attachment.interfaceName()))
        {
            throw ControlException.conflict("interface name " + attachment.interfaceName() +
                " is taken by another network of this container; give each its own interface_name");
        }
        interfaceName = attachment.interfaceName();
    }

    private static InterfaceAddress kept(
        final InterfaceAddress address, final NetworkAddresses addresses, final boolean isV6)
    {
        return null != address && addresses.isFree(address, isV6) ? addresses.take(address.address(), isV6) : null;
    }
}
