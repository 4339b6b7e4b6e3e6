package io.tulle.daemon.router;

import io.tulle.config.NatFiltering;
import io.tulle.config.NatSpec;
import io.tulle.config.NatTimeouts;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.SessionTimeouts;
import io.tulle.nat.mapping.FilteringBehavior;

/** Turns what the topology file says of translation into what the stages take. */
public final class NatSettingsFactory
{
    private NatSettingsFactory()
    {
    }

    public static NatSettings of(final NatSpec spec)
    {
        return new NatSettings(timeouts(spec.timeouts()), filtering(spec.udpFiltering()),
            filtering(spec.tcpFiltering()), spec.maxSessions(), spec.minContainerSessions(),
            spec.maxContainerSessions(), spec.portParity());
    }

    private static SessionTimeouts timeouts(final NatTimeouts timeouts)
    {
        return new SessionTimeouts(timeouts.udp(), timeouts.icmp(), timeouts.tcpEstablished(), timeouts.tcpOpening(),
            timeouts.tcpClosing(), timeouts.tcpIncomingSyn(), timeouts.other());
    }

    private static FilteringBehavior filtering(final NatFiltering filtering)
    {
        return FilteringBehavior.valueOf(filtering.name());
    }
}
