package io.tulle.nat.mapping;

import java.security.SecureRandom;
import java.util.SplittableRandom;

import io.tulle.nat.gateway.Uplink;

/**
 * Chooses the external port of a new mapping: the internal port if the uplink's range has it and it is free, else one
 * that nobody can guess (RFC 6056 3.3, RFC 6888 REQ-15). One for each worker; used by it alone.
 *
 * <p>A port has one mapping at most (RFC 4787 REQ-3, RFC 5382 REQ-7). Its parity is the internal port's (RFC 4787
 * REQ-4), and who had it before is gone for two minutes (RFC 6888 REQ-8), so that late packets of a peer do not reach a
 * stranger: for as long as such ports are left. A port of the other parity, or one freed a moment ago, is better than
 * none.
 */
final class PortAllocator
{
    static final int NO_PORT = -1;

    private static final int QUIET_S = 120; // RFC 6888 REQ-8
    private static final int RANDOM_TRIES = 16;

    private final PortRange range;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final ReservedPorts reserved;
    private final StaticMappings staticMappings;
    private ExternalPorts fullPorts; // where the last search found nothing
    private int fullReleases;
    private long fullRange;
    private int only = NO_PORT;

    PortAllocator(final boolean isParityKept, final ReservedPorts reserved, final StaticMappings staticMappings)
    {
        range = new PortRange(isParityKept);
        this.reserved = reserved;
        this.staticMappings = staticMappings;
    }

    /** Lets the next mappings have this port or none; {@link #NO_PORT}: any again. */
    void only(final int port)
    {
        only = port;
    }

    /** @return the port that the mapping has now, or {@link #NO_PORT}. */
    int claim(final ExternalPorts ports, final MappingKey key, final Uplink uplink, final int mapping,
        final int keyHash, final int nowS)
    {
        if (NO_PORT != only)
        {
            return isClaimed(ports, key, only, mapping, keyHash, nowS, 0) ? only : NO_PORT;
        }
        range.set(uplink, key.protocol(), key.internalPort());
        if (range.contains(key.internalPort()) && isClaimed(ports, key, key.internalPort(), mapping, keyHash, nowS,
            QUIET_S))
        {
            return key.internalPort();
        }
        final int releases = ports.releases();
        if (ports == fullPorts && releases == fullReleases && range.limits() == fullRange)
        {
            return NO_PORT; // nothing was given back since the whole range was looked through
        }
        final long searched = range.limits();
        final int port = claimAny(ports, key, mapping, keyHash, nowS);
        if (NO_PORT == port)
        {
            fullPorts = ports;
            fullReleases = releases;
            fullRange = searched;
        }
        return port;
    }

    /** @return a port of the range, whoever has it, or {@link #NO_PORT}: for TCP when none is left (RFC 7857 3). */
    int shared(final MappingKey key, final Uplink uplink)
    {
        range.set(uplink, key.protocol(), key.internalPort());
        range.ignoreParity();
        for (int i = 0; i < RANDOM_TRIES && range.size() > 0; i++)
        {
            final int port = range.port(random.nextInt(range.size()));
            if (!isReserved(key, port))
            {
                return port;
            }
        }
        return NO_PORT;
    }

    /** @return a port from 1,024 on, for a remote endpoint that must be told from another one. */
    int any()
    {
        return random.nextInt(PortRange.FIRST_UNPRIVILEGED_PORT, 1 << 16);
    }

    private int claimAny(final ExternalPorts ports, final MappingKey key, final int mapping, final int keyHash,
        final int nowS)
    {
        int port = claimInRange(ports, key, mapping, keyHash, nowS, QUIET_S);
        if (NO_PORT == port)
        {
            port = claimInRange(ports, key, mapping, keyHash, nowS, 0);
        }
        if (NO_PORT == port && range.keepsParity())
        {
            range.ignoreParity();
            return claimAny(ports, key, mapping, keyHash, nowS);
        }
        return port;
    }

    private int claimInRange(final ExternalPorts ports, final MappingKey key, final int mapping, final int keyHash,
        final int nowS, final int quietS)
    {
        final int size = range.size();
        for (int i = 0; i < RANDOM_TRIES && size > 0; i++)
        {
            final int port = range.port(random.nextInt(size));
            if (isClaimed(ports, key, port, mapping, keyHash, nowS, quietS))
            {
                return port;
            }
        }
        final int start = 0 == size ? 0 : random.nextInt(size);
        for (int i = 0; i < size; i++)
        {
            final int port = range.port((start + i) % size);
            if (isClaimed(ports, key, port, mapping, keyHash, nowS, quietS))
            {
                return port;
            }
        }
        return NO_PORT;
    }

    private boolean isClaimed(final ExternalPorts ports, final MappingKey key, final int port, final int mapping,
        final int keyHash, final int nowS, final int quietS)
    {
        return ports.isClaimable(port, keyHash, nowS, quietS) && !isReserved(key, port) &&
            ports.claim(port, mapping, keyHash, nowS, quietS);
    }

    /** The host's own ports, and published ones, to which whoever comes from outside has the first right. */
    private boolean isReserved(final MappingKey key, final int port)
    {
        return reserved.isReserved(key.uplinkPort(), key.protocol(), port) ||
            null != staticMappings.find(key.protocol(), key.externalHigh(), key.externalLow(), port);
    }
}
