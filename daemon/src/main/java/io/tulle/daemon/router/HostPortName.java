package io.tulle.daemon.router;

import io.tulle.control.Network;

/**
 * Names the host's interface on a network: {@code tl-<network>}, as far as 15 bytes go, or {@code tl-<id>} where the
 * network is a container engine's, whose name may be learned, or change, later.
 */
final class HostPortName
{
    private static final String PREFIX = "tl-";
    private static final int MAX_BYTES = 15;
    private static final int ID_DIGITS = 4;

    private HostPortName()
    {
    }

    static String of(final Network network)
    {
        if (network.origin().isOfEngine())
        {
            return PREFIX + network.shortId();
        }
        final String name = PREFIX + network.name();
        return name.length() <= MAX_BYTES ? name : unique(network);
    }

    /** A name with the first digits of the network's id, so that it is the only one. */
    static String unique(final Network network)
    {
        final String name = PREFIX + network.name();
        return name.substring(0, Math.min(name.length(), MAX_BYTES - ID_DIGITS - 1)) + "-" +
            network.id().substring(0, ID_DIGITS);
    }
}
