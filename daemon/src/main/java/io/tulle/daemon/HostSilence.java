package io.tulle.daemon;

import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;
import io.tulle.control.PublishedPort;
import io.tulle.daemon.uplink.ExternalPortSilence;
import io.tulle.daemon.uplink.HostPorts;
import io.tulle.daemon.uplink.PortSet;
import io.tulle.daemon.uplink.ReservedPorts;
import io.tulle.daemon.uplink.SilencedUplink;
import io.tulle.daemon.uplink.UplinkSettings;
import io.tulle.daemon.uplink.UplinkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the host's kernel from what is Tulle's on the addresses that they share: external ports of mappings and
 * published ports. It stays while the daemon is gone, as containers' interfaces do, so that the kernel does not reset
 * connections that wait for the next start; that one takes it over. Called by the control thread and the uplink thread.
 */
final class HostSilence
{
    private static final Logger LOGGER = LoggerFactory.getLogger(HostSilence.class);
    private static final Protocol[] PROTOCOLS = Protocol.values();

    private final ExternalPortSilence silence;
    private final ReservedPorts reserved;
    private final Map<String, Silenced> uplinks = new LinkedHashMap<>(); // by the uplink's name
    private Collection<PublishedPort> published = List.of();

    HostSilence(final ExternalPortSilence silence, final ReservedPorts reserved)
    {
        this.silence = silence;
        this.reserved = reserved;
    }

    /** @return the ports of the range that sockets of the host have, which mappings must leave alone. */
    synchronized HostPorts put(final UplinkSettings settings, final UplinkState state)
    {
        final Silenced known = uplinks.get(settings.name());
        final HostPorts hostPorts = null == known ? HostPorts.read() : known.hostPorts;
        if (null == known && settings.isShared())
        {
            hostPorts.warnings(settings.externalPorts()).forEach(LOGGER::warn);
        }
        uplinks.put(settings.name(), new Silenced(settings, state, hostPorts));
        apply();
        return hostPorts;
    }

    synchronized void remove(final String uplink)
    {
        uplinks.remove(uplink);
        apply();
    }

    /** Ports that a host socket has, and that remote clients reach without it. */
    synchronized void published(final Collection<PublishedPort> ports)
    {
        published = List.copyOf(ports);
        apply();
    }

    /** Removes all of it, also what a daemon that was killed left. */
    synchronized void clear()
    {
        silence.close();
        reserved.close();
    }

    private void apply()
    {
        final List<SilencedUplink> silenced = new ArrayList<>();
        PortSet external = PortSet.EMPTY;
        for (final Silenced uplink : uplinks.values())
        {
            if (uplink.settings.isShared())
            {
                external = external.plus(PortSet.of(uplink.settings.externalPorts()));
            }
            if (uplink.state.isThere())
            {
                silenced.add(silenced(uplink));
            }
        }
        reserved.reserve(external);
        silence.apply(silenced);
    }

    private SilencedUplink silenced(final Silenced uplink)
    {
        final List<SilencedUplink.Ports> ports = new ArrayList<>();
        final boolean isShared = uplink.settings.isShared();
        if (isShared)
        {
            uplink.state.addresses().forEach((address) -> addPorts(uplink, address, ports));
        }
        return new SilencedUplink(uplink.settings.interfaceName(), uplink.state.interfaceIndex(),
            isShared ? List.of() : uplink.state.addresses(), ports);
    }

    private void addPorts(final Silenced uplink, final IpAddress address, final List<SilencedUplink.Ports> ports)
    {
        for (final Protocol protocol : PROTOCOLS)
        {
            PortSet all = PortSet.of(uplink.settings.externalPorts()).minus(uplink.hostPorts.used(protocol));
            for (final PublishedPort port : published)
            {
                if (protocol == port.protocol() && isOn(port, address))
                {
                    all = all.plus(PortSet.of(new PortRange(port.hostPort(), port.hostPortEnd())));
                }
            }
            ports.add(new SilencedUplink.Ports(protocol, address, all));
        }
    }

    private static boolean isOn(final PublishedPort port, final IpAddress address)
    {
        final IpAddress hostIp = port.hostIp();
        return null == hostIp || hostIp.equals(address) || hostIp.isUnspecified() && hostIp.isV6() == address.isV6();
    }

    /** What is known of an uplink; the host's ports are those of the time when it was made. */
    private record Silenced(UplinkSettings settings, UplinkState state, HostPorts hostPorts)
    {
    }
}
