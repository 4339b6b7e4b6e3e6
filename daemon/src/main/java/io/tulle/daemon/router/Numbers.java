package io.tulle.daemon.router;

import io.tulle.control.FabricException;
import io.tulle.nat.conntrack.Directory;
import io.tulle.nat.conntrack.SessionTable;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives switch ports and realms their numbers: the same after a restart, since sessions keep them. Called by the
 * control thread.
 */
public final class Numbers
{
    private final Directory ports;
    private final Directory realms;
    private final Map<String, Integer> portsById = new HashMap<>();

    Numbers(final SessionTable sessions)
    {
        ports = sessions.ports();
        realms = sessions.realms();
    }

    /** @return the switch port of an endpoint or an uplink. */
    public int port(final String id)
    {
        final int port = ports.claim(id);
        if (Directory.NO_SLOT == port)
        {
            throw new FabricException("no switch port left: Tulle has room for " + (Directory.SLOTS - 1) +
                "; disconnect an endpoint first");
        }
        portsById.put(id, port);
        return port;
    }

    /** Another may have the number from now on. */
    public void releasePort(final String id)
    {
        final Integer port = portsById.remove(id);
        if (null != port)
        {
            ports.release(port);
        }
    }

    /** @return the address space of a network or an uplink. */
    public int realm(final String id)
    {
        final int realm = realms.claim(id);
        if (Directory.NO_SLOT == realm)
        {
            throw new FabricException("no address space left: Tulle has room for " + (Directory.SLOTS - 1) +
                " networks and uplinks; remove one first");
        }
        return realm;
    }

    public void releaseRealm(final String id)
    {
        realms.release(realms.claim(id));
    }

    /** Ends the sessions of ports that were there in an earlier run and are not in this one. */
    public void sweep(final SessionTable sessions)
    {
        for (final int port : ports.unclaimed())
        {
            sessions.removeByPort(port);
            ports.release(port);
        }
        for (final int realm : realms.unclaimed())
        {
            realms.release(realm);
        }
    }
}
