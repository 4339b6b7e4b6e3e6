package io.tulle.control;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.NatTimeouts;
import io.tulle.config.Topology;
import io.tulle.config.UplinkSpec;

import java.util.ArrayList;
import java.util.List;

/** Plans what becomes of uplinks and of the settings of translation and names. Called by the control thread. */
final class EdgePlanner
{
    private final State state;
    private final Topology topology;

    EdgePlanner(final State state, final Topology topology)
    {
        this.state = state;
        this.topology = topology;
    }

    List<UplinkChange> removals()
    {
        return state.uplinks().values().stream()
            .filter(uplink -> !topology.uplinks().containsKey(uplink.name()))
            .map(uplink -> new UplinkChange(Action.REMOVE, uplink, null, List.of())).toList();
    }

    List<Change> changes()
    {
        final List<Change> changes = new ArrayList<>();
        for (final UplinkSpec after : topology.uplinks().values())
        {
            final UplinkSpec before = state.uplinks().get(after.name());
            if (null == before)
            {
                changes.add(new UplinkChange(Action.ADD, null, after, List.of()));
            }
            else if (!before.equals(after))
            {
                changes.add(new UplinkChange(Action.REPLACE, before, after, differences(before, after).found()));
            }
        }
        final NatSpec nat = state.nat();
        if (!nat.equals(topology.nat()))
        {
            changes.add(new NatChange(nat, topology.nat(), differences(nat, topology.nat()).found()));
        }
        final DnsSpec dns = state.dns();
        if (!dns.equals(topology.dns()))
        {
            changes.add(new DnsChange(dns, topology.dns(), differences(dns, topology.dns()).found()));
        }
        return changes;
    }

    private static Differences differences(final UplinkSpec before, final UplinkSpec after)
    {
        return new Differences()
            .update("interface", before.interfaceName(), after.interfaceName())
            .update("address", before.addresses(), after.addresses())
            .update("ports", before.ports(), after.ports());
    }

    private static Differences differences(final NatSpec before, final NatSpec after)
    {
        return timeouts(before.timeouts(), after.timeouts())
            .update("filtering.udp", before.udpFiltering(), after.udpFiltering())
            .update("filtering.tcp", before.tcpFiltering(), after.tcpFiltering())
            .update("sessions.max", before.maxSessions(), after.maxSessions())
            .update("sessions.per_container_min", before.minContainerSessions(), after.minContainerSessions())
            .update("sessions.per_container_max", before.maxContainerSessions(), after.maxContainerSessions())
            .update("port_parity", before.portParity(), after.portParity());
    }

    private static Differences differences(final DnsSpec before, final DnsSpec after)
    {
        return new Differences()
            .update("ttl", before.ttl(), after.ttl())
            .update("servers", before.servers(), after.servers())
            .update("domains", before.domains(), after.domains())
            .update("cache", before.cacheEntries(), after.cacheEntries())
            .update("serve_stale", before.serveStale(), after.serveStale())
            .update("max_pending", before.maxPending(), after.maxPending());
    }

    private static Differences timeouts(final NatTimeouts before, final NatTimeouts after)
    {
        return new Differences()
            .update("timeouts.udp", before.udp(), after.udp())
            .update("timeouts.icmp", before.icmp(), after.icmp())
            .update("timeouts.tcp_established", before.tcpEstablished(), after.tcpEstablished())
            .update("timeouts.tcp_opening", before.tcpOpening(), after.tcpOpening())
            .update("timeouts.tcp_closing", before.tcpClosing(), after.tcpClosing())
            .update("timeouts.tcp_incoming_syn", before.tcpIncomingSyn(), after.tcpIncomingSyn())
            .update("timeouts.other", before.other(), after.other());
    }
}
