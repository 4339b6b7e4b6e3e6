package io.tulle.daemon.names;

import io.tulle.config.Cidr;
import io.tulle.config.ContainerDns;
import io.tulle.config.DnsServer;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkMode;
import io.tulle.config.NetworkOptions;
import io.tulle.config.PortMapping;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.control.Origin;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes networks, containers and endpoints as tests need them. */
final class Model
{
    private static final int PREFIX = 16;
    private static final int MTU = 1_500;
    private static final int ID_DIGITS = 64;

    private Model()
    {
    }

    /** @param subnet 10.30 stands for 10.30.0.0/16 */
    static Network network(final String name, final String subnet, final boolean isInternal, final NetworkDns dns)
    {
        return network(name, subnet, isInternal, dns, Map.of());
    }

    static Network network(final String name, final String subnet)
    {
        return network(name, subnet, false, NetworkDns.DEFAULTS);
    }

    static Network network(final String name, final String subnet, final boolean isInternal, final NetworkDns dns,
        final Map<String, String> options)
    {
        final IpamPool pool = new IpamPool(Cidr.parse(subnet + ".0.0/16"), null, IpAddress.parse(subnet + ".0.1"),
            Map.of());
        return new Network(id(name), name, Instant.EPOCH, isInternal, null, true, true, false, false, List.of(pool),
            NetworkOptions.parse(options), dns, options, Map.of(), Origin.FILE);
    }

    /** The same network under another name. */
    static Network renamed(final Network network, final String name)
    {
        return new Network(network.id(), name, network.created(), network.internal(), network.uplink(),
            network.hostAccess(), network.enableIpv4(), network.enableIpv6(), network.attachable(), network.pools(),
            network.options(), network.dns(), network.driverOpts(), network.labels(), network.origin());
    }

    /** The same container under another name. */
    static Sandbox renamed(final Sandbox sandbox, final String name)
    {
        return new Sandbox(sandbox.id(), name, sandbox.mode(), sandbox.netns(), sandbox.path(), sandbox.createdByUs(),
            sandbox.identity(), sandbox.dns());
    }

    static Sandbox sandbox(final String container, final ContainerDns dns)
    {
        return new Sandbox(id(container), container, new NetworkMode.Bridge(), null,
            Path.of("/run/netns/t-" + container), true, null, dns);
    }

    static Sandbox sandbox(final String container)
    {
        return sandbox(container, ContainerDns.DEFAULTS);
    }

    static Endpoint endpoint(final Network network, final Sandbox sandbox, final String address, final int gwPriority,
        final String... aliases)
    {
        return new Endpoint(id(network.name() + sandbox.container()), network.id(), sandbox.id(), sandbox.container(),
            "eth0", new MacAddr(0x0242_0000_0001L), new InterfaceAddress(IpAddress.parse(address), PREFIX), null, MTU,
            Arrays.asList(aliases), 0, gwPriority, Map.of(), Origin.FILE);
    }

    static PublishedPort port(final Sandbox sandbox, final String mapping)
    {
        final PortMapping asked = PortMapping.parse(mapping);
        return new PublishedPort(sandbox.id(), sandbox.container(), asked, null, null, asked.hostPort(),
            asked.hostPortEnd(), Origin.FILE);
    }

    static List<DnsServer> servers(final String... servers)
    {
        return Arrays.stream(servers).map(DnsServer::parse).toList();
    }

    private static String id(final String name)
    {
        return (HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8)) + "0".repeat(ID_DIGITS))
            .substring(0, ID_DIGITS);
    }
}
