package io.tulle.dns.resolver;

import io.tulle.dns.Forwarding;
import io.tulle.dns.message.DomainName;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds the servers for a name: those of the longest domain that covers it, else the usual ones. Used by the
 * resolver's thread.
 */
final class ServerChoice
{
    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private boolean isOfDomain;

    /** @param lowerName on the wire, in lower case */
    List<InetSocketAddress> servers(final Forwarding forwarding, final byte[] lowerName)
    {
        isOfDomain = false;
        if (forwarding.domains().isEmpty())
        {
            return forwarding.servers();
        }
        name.wrap(lowerName);
        for (int label = 0; 0 != lowerName[label]; label += 1 + lowerName[label])
        {
            final List<InetSocketAddress> servers = forwarding.domains().get(DomainName.text(name, label));
            if (null != servers)
            {
                isOfDomain = true;
                return servers;
            }
        }
        return forwarding.servers();
    }

    /** @return whether the last servers are those of a domain */
    boolean isOfDomain()
    {
        return isOfDomain;
    }
}
