package io.tulle.dns.resolver;

import io.tulle.dns.Forwarding;
import io.tulle.dns.message.DomainName;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds the servers for a name: those of the longest domain that covers it, else the usual ones. A name may have 127
 * labels, and each costs a string, so those in front that no domain is long enough for are passed over. Used by the
 * resolver's thread.
 */
final class ServerChoice
{
    private static final int NO_DOMAIN = Integer.MAX_VALUE;

    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private Forwarding measured;
    private int longestDomain;
    private int domainOffset;

    /** @param lowerName on the wire, in lower case */
    List<InetSocketAddress> servers(final Forwarding forwarding, final byte[] lowerName)
    {
        domainOffset = NO_DOMAIN;
        if (forwarding.domains().isEmpty())
        {
            return forwarding.servers();
        }
        measure(forwarding);
        name.wrap(lowerName);
        for (int label = 0; 0 != lowerName[label]; label += 1 + lowerName[label])
        {
            final List<InetSocketAddress> servers = lowerName.length - label > longestDomain ? null :
                forwarding.domains().get(DomainName.text(name, label));
            if (null != servers)
            {
                domainOffset = label;
                return servers;
            }
        }
        return forwarding.servers();
    }

    /** As text, a name is at most two octets shorter than on the wire, where it has a first length and the root. */
    private void measure(final Forwarding forwarding)
    {
        if (measured != forwarding)
        {
            measured = forwarding;
            longestDomain = 2 + forwarding.domains().keySet().stream().mapToInt(String::length).max().orElse(0);
        }
    }

    /** @return whether the last servers are those of a domain */
    boolean isOfDomain()
    {
        return NO_DOMAIN != domainOffset;
    }

    /** @return whether the name that begins at this octet of the last one goes to the same servers */
    boolean isSame(final int label)
    {
        return label <= domainOffset;
    }
}
