package io.tulle.daemon;

import io.tulle.control.Network;
import io.tulle.daemon.router.HostEndpoint;
import io.tulle.daemon.router.RouterParts;
import io.tulle.nat.gateway.RoutedNetwork;

/** Gives the host its own interface on each network whose containers it may reach. Called by the control thread. */
final class HostInterfaces
{
    private final SwitchPorts ports;
    private final Devices devices;
    private final RouterParts router;

    HostInterfaces(final SwitchPorts ports, final Devices devices, final RouterParts router)
    {
        this.ports = ports;
        this.devices = devices;
        this.router = router;
    }

    /** Makes the interface, or takes it away, as the network says. */
    void settle(final Network network, final Domain domain)
    {
        final boolean isThere = null != ports.attached().get(HostEndpoint.id(network));
        if (network.hostAccess() && !isThere)
        {
            final AttachedEndpoint host = ports.add(HostEndpoint.of(network), domain,
                (endpoint) -> devices.open(network, HostEndpoint.sandbox(), endpoint));
            domain.joinHost(host.port(), host.endpoint());
            router.networks().hostPort(network, host.port());
        }
        else if (!network.hostAccess())
        {
            remove(network);
        }
    }

    /** What is not there is no failure. */
    void remove(final Network network)
    {
        final AttachedEndpoint host = ports.attached().remove(HostEndpoint.id(network));
        if (null != host)
        {
            router.networks().hostPort(network, RoutedNetwork.NO_PORT);
            host.domain().leaveHost(host.port());
            ports.release(host);
            ports.forget(host);
            host.device().destroy();
        }
    }
}
