package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.PortMapping;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A service that Docker asks: networks web and internal lab, endpoints by the last digit of their id. */
abstract class EngineTestBase extends ServiceTest
{
    static final String WEB = "ab".repeat(32);
    static final String LAB = "cd".repeat(32);
    static final String FIRST = "1".repeat(64);
    static final String SECOND = "2".repeat(64);
    static final String THIRD = "3".repeat(64);
    static final Path KEY = Path.of("/run/docker/netns/1111382c4e55");
    static final Path OTHER_KEY = Path.of("/run/docker/netns/222");

    EngineService docker()
    {
        return service.engine();
    }

    static EngineNetwork network(final String id, final String subnet, final Map<String, String> options)
    {
        return network(id, null, false, subnet, options);
    }

    static EngineNetwork network(final String id, final String name, final boolean internal, final String subnet,
        final Map<String, String> options)
    {
        final Cidr cidr = Cidr.parse(subnet);
        return new EngineNetwork(id, name, internal, true, false,
            List.of(new IpamPool(cidr, null, cidr.firstHost(), Map.of())), options, Map.of());
    }

    static EngineEndpoint endpoint(final String networkId, final String id, final String address)
    {
        return endpoint(networkId, id, address, null, Map.of());
    }

    static EngineEndpoint endpoint(final String networkId, final String id, final String address, final String mac,
        final Map<String, String> options)
    {
        return new EngineEndpoint(id, networkId, null == mac ? null : MacAddr.parse(mac),
            InterfaceAddress.parse(address), null, options, null, false);
    }

    static List<PortMapping> ports(final String... words)
    {
        return List.of(words).stream().map(PortMapping::parse).toList();
    }

    void givenNetworks()
    {
        docker().createNetwork(network(WEB, "10.81.0.0/24", Map.of()));
        docker().createNetwork(network(LAB, "lab", true, "10.82.0.0/24", Map.of()));
        fabric.takeCalls();
    }

    /** A container that runs: reserved, joined, and its namespace there. */
    JoinedInterface givenJoined(final String networkId, final String id, final String address, final Path key)
    {
        docker().createEndpoint(endpoint(networkId, id, address));
        final JoinedInterface joined = docker().join(networkId, id, key);
        fabric.takeCalls();
        return joined;
    }

    static IpAddress ip(final String text)
    {
        return IpAddress.parse(text);
    }
}
