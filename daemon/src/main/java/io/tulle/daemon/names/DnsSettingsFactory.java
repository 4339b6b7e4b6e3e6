package io.tulle.daemon.names;

import io.tulle.config.DnsSpec;
import io.tulle.dns.DnsSettings;

/** Turns what the topology file says of names into what holds until the next start. */
public final class DnsSettingsFactory
{
    private DnsSettingsFactory()
    {
    }

    public static DnsSettings of(final DnsSpec spec)
    {
        return new DnsSettings((int) spec.ttl().toSeconds(), spec.cacheEntries(), (int) spec.serveStale().toSeconds(),
            spec.maxPending());
    }
}
