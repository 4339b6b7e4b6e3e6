package io.tulle.control;

import io.tulle.config.IpAddress;
import io.tulle.config.NetworkMode;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;
import io.tulle.config.UplinkSpec;

import java.util.ArrayList;
import java.util.List;

/** Publishes ports of running containers, takes them back and lists them. Called by the control thread. */
final class Publisher
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Publisher(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** The port as it is served, with its host port chosen. */
    PublishedPort publish(final Sandbox sandbox, final PortMapping mapping)
    {
        final PublishedPort port = PublishedPort.of(sandbox, mapping, Origin.API);
        check(sandbox, port);
        state.put(port);
        store.save(state);
        final List<String> failures = new ArrayList<>();
        new Ports(state, fabric).settle(failures);
        store.save(state);
        final PublishedPort served = state.port(State.key(port));
        if (null == served)
        {
            throw ControlException.conflict(failures.get(0));
        }
        return served;
    }

    /** A refusal if the container cannot publish it, whoever else does. */
    void check(final Sandbox sandbox, final PublishedPort port)
    {
        if (Protocol.SCTP == port.protocol())
        {
            throw ControlException.invalid("sctp ports are not served; publish tcp and udp ports");
        }
        if (sandbox.mode() instanceof NetworkMode.Container)
        {
            throw ControlException.conflict(
                "conflicting options: port publishing and the container type network mode");
        }
        if (port.allow().stream().anyMatch(prefix -> null != port.hostIp() && prefix.isV6() != port.hostIp().isV6()))
        {
            throw ControlException.invalid("what is allowed is of another family than " + port.hostIp());
        }
        if (null == GatewayChoice.of(sandbox, state))
        {
            throw ControlException.conflict("container " + sandbox.container() + " has no default route that a port " +
                "could lead in by; connect it to a network that is not internal");
        }
        if (null != state.port(State.key(port)))
        {
            throw ControlException.conflict(Ports.refusal(port, state.port(State.key(port))));
        }
        for (final UplinkSpec uplink : state.uplinks().values())
        {
            checkRange(port, uplink);
        }
    }

    private static void checkRange(final PublishedPort port, final UplinkSpec uplink)
    {
        final boolean isOfHost = null != port.hostIp() && port.hostIp().isLoopback();
        final boolean isOutside = 0 == port.hostPort() || port.hostPortEnd() < uplink.ports().start() ||
            port.hostPort() > uplink.ports().end();
        if (uplink.isShared() && !isOfHost && !isOutside)
        {
            throw ControlException.conflict("port " + port.hostPorts() + " is in the ports " + uplink.ports() +
                " that uplink " + uplink.name() + " has for translation; choose one outside of them");
        }
    }

    /** @param word HOST-PORT[-END][:CONTAINER-PORT[-END]][/PROTOCOL] */
    void unpublish(final Sandbox sandbox, final String word)
    {
        final List<PublishedPort> found =
            state.portsOf(sandbox.container()).stream().filter(port -> isMeant(port, word)).toList();
        if (found.isEmpty())
        {
            throw ControlException.notFound("No public port '" + word + "' published for " + sandbox.container());
        }
        final List<String> failures = new ArrayList<>();
        for (final PublishedPort port : found)
        {
            if (!port.isServed() || Guard.run("container " + port.container() + " port " + port.asked(), failures,
                () -> fabric.unpublish(sandbox, port)))
            {
                state.remove(port);
            }
        }
        store.save(state);
        if (!failures.isEmpty())
        {
            throw ControlException.failed(failures.get(0));
        }
    }

    private static boolean isMeant(final PublishedPort port, final String word)
    {
        final int slash = word.indexOf('/');
        final String protocol = slash < 0 ? "tcp" : word.substring(slash + 1);
        final String ports = slash < 0 ? word : word.substring(0, slash);
        final int colon = ports.lastIndexOf(':');
        final String container = colon < 0 ? null : ports.substring(colon + 1);
        return port.protocol().toString().equals(protocol) &&
            port.hostPorts().equals(colon < 0 ? ports : ports.substring(0, colon)) &&
            (null == container || container.equals(port.containerPorts()));
    }

    /** @param container a name, or null: all */
    List<PortRow> rows(final String container)
    {
        return state.ports().stream().filter(port -> null == container || port.container().equals(container))
            .sorted(PublishedPort.BY_HOST_PORT).map(this::row).toList();
    }

    private PortRow row(final PublishedPort port)
    {
        final Endpoint endpoint = port.isServed() ? state.endpoint(port.endpointId()) : null;
        final IpAddress ip = port.hostIp();
        final boolean isOfHost = null != ip && ip.isLoopback();
        final List<String> from = isOfHost ? List.of(PortRow.HOST_ONLY) : port.allow().isEmpty() ?
            List.of(PortRow.ANYONE) : port.allow().stream().map(Object::toString).toList();
        return new PortRow(port.container(), port.protocol().toString(),
            ip, port.hostPort(), port.hostPortEnd(),
            port.containerPort(), port.containerPortEnd(),
            null == endpoint ? null : state.network(endpoint.networkId()).name(), from,
            state.uplinks().values().stream().filter(uplink -> reaches(uplink, ip)).map(UplinkSpec::name).toList());
    }

    /** Which of its interfaces has an address of the host is the host's to say: it may be any that is shared. */
    private static boolean reaches(final UplinkSpec uplink, final IpAddress ip)
    {
        return null == ip || ip.isUnspecified() || !ip.isLoopback() && (uplink.isShared() ||
            uplink.addresses().stream().anyMatch(address -> address.address().equals(ip)));
    }
}
