package io.tulle.nat.mapping;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatSettings;

/**
 * Decides whether a remote endpoint that no session knows may send to a mapping (RFC 4787 REQ-8, RFC 5382 REQ-3).
 * Called by all workers and the conductor at once, each with a scratch of its own.
 *
 * <p>Address and port dependent is what sessions are by themselves, and endpoint-independent needs to know nothing. For
 * address-dependent filtering it counts, for each mapping and remote address, the sessions between them. UDP and TCP
 * have a behaviour of their own each (RFC 5382 REQ-3b, RFC 7857 4).
 */
final class Filtering implements AutoCloseable
{
    private final FilteringBehavior udp;
    private final FilteringBehavior tcp;
    private final CountedTable remotes;

    Filtering(final NatSettings settings)
    {
        udp = settings.udpFiltering();
        tcp = settings.tcpFiltering();
        final boolean isCounted = FilteringBehavior.ADDRESS_DEPENDENT == udp ||
            FilteringBehavior.ADDRESS_DEPENDENT == tcp;
        remotes = new CountedTable(isCounted ? settings.maxSessions() : 0);
    }

    /** @return whether a new session from the remote address may reach the mapping. */
    boolean mayEnter(final CountedKey scratch, final int protocol, final int mapping, final long high, final long low)
    {
        return switch (behavior(protocol))
        {
            case ENDPOINT_INDEPENDENT -> true;
            case ADDRESS_DEPENDENT -> remotes.contains(key(scratch, mapping, high, low));
            case ADDRESS_AND_PORT_DEPENDENT -> false; // an endpoint that it was sent to has a session
        };
    }

    /** Counts a session between a mapping and a remote address. @return false when there is no room. */
    boolean retain(final CountedKey scratch, final int protocol, final int mapping, final long high, final long low)
    {
        return !isCounted(protocol) || CountedTable.NONE != remotes.retain(key(scratch, mapping, high, low));
    }

    void release(final CountedKey scratch, final int protocol, final int mapping, final long high, final long low)
    {
        if (isCounted(protocol))
        {
            remotes.release(key(scratch, mapping, high, low));
        }
    }

    /** @return whether a remote's address lets in whoever has it. */
    boolean isByAddress(final int protocol)
    {
        return FilteringBehavior.ADDRESS_DEPENDENT == behavior(protocol);
    }

    /** @return how many pairs of mapping and remote address there are. Called by the conductor. */
    int size()
    {
        return remotes.size();
    }

    @Override
    public void close()
    {
        remotes.close();
    }

    private boolean isCounted(final int protocol)
    {
        return IpProtocol.ICMP != protocol && IpProtocol.ICMPV6 != protocol &&
            FilteringBehavior.ADDRESS_DEPENDENT == behavior(protocol);
    }

    private FilteringBehavior behavior(final int protocol)
    {
        return IpProtocol.TCP == protocol ? tcp : udp;
    }

    private static CountedKey key(final CountedKey scratch, final int mapping, final long high, final long low)
    {
        return scratch.set(high, low, mapping, 0, 0, 0);
    }
}
