package io.tulle.daemon.uplink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tulle.config.IpAddress;
import io.tulle.config.Protocol;

/**
 * Decides what the host is not to hear of, as addresses, interfaces and published ports come and go: the external ports
 * of mappings but for those that the host has in use, the published ports, and addresses of Tulle's own. Called by the
 * uplink thread and the control thread, in the host's namespace; they take turns.
 */
public final class HostSilence implements AutoCloseable
{
    private final ExternalPortSilence silence;
    private final HostPorts hostPorts;
    private final Map<String, Uplink> uplinks = new TreeMap<>();
    private List<PublishedRange> published = List.of();
    private boolean isHeld;

    /** @param hostPorts as they were at start: what the host opens later is none of the reserved ones */
    public HostSilence(final ExternalPortSilence silence, final HostPorts hostPorts)
    {
        this.silence = silence;
        this.hostPorts = hostPorts;
    }

    /** What an earlier run made stays until {@link #resume}: by then all that it was made for is here again. */
    public synchronized void hold()
    {
        isHeld = true;
    }

    /** From now on, the host does not hear what it is not to hear now. */
    public synchronized void resume()
    {
        isHeld = false;
        apply();
    }

    /** An uplink is not what it was; one whose interface is gone has nothing to silence. */
    public synchronized void uplink(final UplinkSettings settings, final UplinkState state)
    {
        uplinks.put(settings.name(), new Uplink(settings, state));
        apply();
    }

    /** An uplink is no more. */
    public synchronized void remove(final String name)
    {
        uplinks.remove(name);
        apply();
    }

    /** These are all published ports now. */
    public synchronized void published(final Collection<PublishedRange> ports)
    {
        published = List.copyOf(ports);
        apply();
    }

    /** @return the ports of an uplink that are Tulle's on any of the addresses that it shares with the host. */
    public synchronized PortSet ports(final String name)
    {
        final Uplink uplink = uplinks.get(name);
        return null == uplink ? PortSet.EMPTY :
            ports(uplink).stream().map(SilencedUplink.Ports::ports).reduce(PortSet.EMPTY, PortSet::plus);
    }

    /** The host hears everything again. */
    @Override
    public synchronized void close()
    {
        silence.close();
        uplinks.clear();
    }

    private void apply()
    {
        if (!isHeld)
        {
            silence.apply(uplinks.values().stream()
                .filter((uplink) -> uplink.state.isThere()).map(this::silenced).toList());
        }
    }

    private SilencedUplink silenced(final Uplink uplink)
    {
        final String name = uplink.settings.interfaceName();
        final int index = uplink.state.interfaceIndex();
        return uplink.settings.isShared() ? new SilencedUplink(name, index, List.of(), ports(uplink)) :
            new SilencedUplink(name, index, uplink.state.addresses(), List.of());
    }

    private List<SilencedUplink.Ports> ports(final Uplink uplink)
    {
        final List<SilencedUplink.Ports> ports = new ArrayList<>();
        final PortSet external = PortSet.of(uplink.settings.externalPorts());
        for (final IpAddress address : uplink.state.addresses())
        {
            for (final Protocol protocol : Protocol.values())
            {
                ports.add(new SilencedUplink.Ports(protocol, address,
                    external.minus(hostPorts.used(protocol)).plus(publishedOn(protocol, address))));
            }
        }
        return ports;
    }

    private PortSet publishedOn(final Protocol protocol, final IpAddress address)
    {
        return published.stream()
            .filter((entry) -> protocol == entry.protocol() && entry.isOn(address))
            .map((entry) -> PortSet.of(entry.ports())).reduce(PortSet.EMPTY, PortSet::plus);
    }

    /** What is known of an uplink. */
    private record Uplink(UplinkSettings settings, UplinkState state)
    {
    }
}
