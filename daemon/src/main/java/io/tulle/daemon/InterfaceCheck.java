package io.tulle.daemon;

import java.util.Arrays;

import io.tulle.control.Endpoint;
import io.tulle.control.FabricException;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;

/** Tells whether an endpoint's interface inside its container still is as it was made. Called by the control thread. */
final class InterfaceCheck
{
    private InterfaceCheck()
    {
    }

    /** A FabricException says what is not as it should be. */
    static void run(final Sandbox sandbox, final Endpoint endpoint)
    {
        try
        {
            InterfaceSetup.namespace(sandbox).run(() -> runInside(sandbox, endpoint));
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("cannot look into " + sandbox.path() + ": " + ex.getMessage(), ex);
        }
    }

    private static void runInside(final Sandbox sandbox, final Endpoint endpoint)
    {
        try (Netlink netlink = Netlink.open())
        {
            final String place = sandbox.path() + " has no interface " + endpoint.interfaceName();
            final Link link = netlink.findLink(endpoint.interfaceName())
                .orElseThrow(() -> new FabricException(place));
            if (!InterfaceSetup.isOurs(link, endpoint))
            {
                throw new FabricException(place + " with MAC address " + endpoint.mac());
            }
            if (!link.isUp())
            {
                throw new FabricException(endpoint.interfaceName() + " is down");
            }
            checkAddress(netlink, link, endpoint.ipv4());
            checkAddress(netlink, link, endpoint.ipv6());
        }
    }

    private static void checkAddress(final Netlink netlink, final Link link, final InterfaceAddress wanted)
    {
        if (null != wanted && netlink.addresses(link.index()).stream()
            .noneMatch((address) -> address.prefixLength() == wanted.prefixLength() &&
                Arrays.equals(address.address(), wanted.address().bytes())))
        {
            throw new FabricException(link.name() + " does not have the address " + wanted);
        }
    }
}
