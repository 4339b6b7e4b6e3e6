package io.tulle.nat.mapping;

import io.tulle.nat.gateway.Prefix;

/**
 * A published port, or a whole range of them, as translation sees it. Immutable; made by the control thread, read by
 * workers.
 *
 * @param protocol          IP protocol number
 * @param externalHigh      high half of the one external address, or 0 with a low half of 0 for every one
 * @param externalLow       low half of it
 * @param firstPort         first external port
 * @param lastPort          last external port
 * @param endpointPort      switch port of the endpoint
 * @param internalHigh      high half of the endpoint's address; the family decides which packets match
 * @param internalLow       low half of it
 * @param firstInternalPort the internal port that the first external one leads to
 * @param allowed           source prefixes that may use it, none for everyone
 */
public record StaticMapping(int protocol, long externalHigh, long externalLow, int firstPort, int lastPort,
    int endpointPort, long internalHigh, long internalLow, int firstInternalPort, Prefix[] allowed)
{
    /** @return whether it is published at the endpoint's own address, to those who route to it. */
    public boolean isRouted()
    {
        return externalHigh == internalHigh && externalLow == internalLow;
    }

    public boolean allows(final long high, final long low)
    {
        for (final Prefix prefix : allowed)
        {
            if (prefix.contains(high, low))
            {
                return true;
            }
        }
        return 0 == allowed.length;
    }

    /** @return the internal port behind one of its external ports. */
    public int internalPort(final int externalPort)
    {
        return firstInternalPort + externalPort - firstPort;
    }
}
