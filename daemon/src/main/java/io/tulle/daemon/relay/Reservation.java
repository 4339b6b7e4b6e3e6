package io.tulle.daemon.relay;

import java.net.InetAddress;
import java.util.List;

import io.tulle.config.Protocol;

/**
 * Holds ports of the host until it is closed: meanwhile nobody else can bind them, and local clients are served through
 * them. Immutable; used by the control thread.
 */
public final class Reservation implements AutoCloseable
{
    private final PortRelay relay;
    private final Protocol protocol;
    private final InetAddress hostIp;
    private final int firstPort;
    private final int lastPort;
    private final List<ServedPort> served;

    Reservation(final PortRelay relay, final Protocol protocol, final InetAddress hostIp, final int firstPort,
        final int lastPort, final List<ServedPort> served)
    {
        this.relay = relay;
        this.protocol = protocol;
        this.hostIp = hostIp;
        this.firstPort = firstPort;
        this.lastPort = lastPort;
        this.served = served;
    }

    public Protocol protocol()
    {
        return protocol;
    }

    /** @return null for any. */
    public InetAddress hostIp()
    {
        return hostIp;
    }

    /** @return the port that was asked for, or the one that was chosen. */
    public int firstPort()
    {
        return firstPort;
    }

    public int lastPort()
    {
        return lastPort;
    }

    /** Ends listeners and connections; when it returns, the ports are free. More than once is harmless. */
    @Override
    public void close()
    {
        relay.release(this);
    }

    List<ServedPort> served()
    {
        return served;
    }

    /** @return whether both want one port of one address. */
    boolean overlaps(final Protocol otherProtocol, final InetAddress otherIp, final int first, final int last)
    {
        final boolean isSameAddress = isAny(hostIp) || isAny(otherIp) || hostIp.equals(otherIp);
        return protocol == otherProtocol && isSameAddress && first <= lastPort && last >= firstPort;
    }

    private static boolean isAny(final InetAddress address)
    {
        return null == address || address.isAnyLocalAddress();
    }
}
