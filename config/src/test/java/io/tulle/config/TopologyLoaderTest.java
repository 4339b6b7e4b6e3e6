package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a good file becomes. */
class TopologyLoaderTest
{
    private static final Path EXAMPLES = Path.of("examples");

    @Test
    void shouldReadTheShop()
    {
        final Topology shop = loaded(TopologyLoader.load(EXAMPLES.resolve("shop.yaml")));

        assertEquals("shop", shop.name());
        assertEquals(new Workers(1, Idle.ADAPTIVE, List.of()), shop.workers());
        assertEquals(List.of("front", "back", "spare"), List.copyOf(shop.networks().keySet()));
        assertEquals(List.of("web", "db", "batch", "sidecar", "agent"), List.copyOf(shop.containers().keySet()));
        assertEquals(List.of(), shop.warnings());

        final NetworkSpec front = shop.networks().get("front");
        assertEquals(List.of(new IpamPool(Cidr.parse("10.30.0.0/24"), Cidr.parse("10.30.0.128/25"),
            IpAddress.parse("10.30.0.1"), Map.of("printer", IpAddress.parse("10.30.0.200")))), front.ipam());
        assertEquals(NetworkOptions.DEFAULTS, front.options());
        assertTrue(shop.networks().get("back").internal());
        assertEquals(NetworkSpec.ofDefaults("spare"), shop.networks().get("spare"));

        final ContainerSpec web = shop.containers().get("web");
        assertEquals(new Netns.Named("web"), web.netns());
        assertEquals(List.of("front", "back"), List.copyOf(web.networks().keySet()));
        assertEquals(List.of("www"), web.networks().get("front").aliases());
        assertEquals(IpAddress.parse("172.30.0.10"), shop.containers().get("db").networks().get("back").ipv4());
        assertEquals(new NetworkMode.None(), shop.containers().get("batch").mode());
        assertEquals(new Netns.Create(), shop.containers().get("batch").netns());
        assertEquals(Map.of(), shop.containers().get("batch").networks());
        assertEquals(new NetworkMode.Container("web"), shop.containers().get("sidecar").mode());
        assertNull(shop.containers().get("sidecar").netns());
        assertEquals(new NetworkMode.Host(), shop.containers().get("agent").mode());
    }

    @Test
    void shouldMakeTheDefaultNetworkForContainersThatNameNone()
    {
        final Topology minimal = loaded(TopologyLoader.load(EXAMPLES.resolve("minimal.yaml")));

        assertEquals("examples", minimal.name());
        assertEquals(Map.of("default", NetworkSpec.ofDefaults("default")), minimal.networks());
        assertEquals(Map.of("default", Attachment.ofDefaults("default")), minimal.containers().get("two").networks());
    }

    @Test
    void shouldMakeNoDefaultNetworkWhenNobodyUsesIt()
    {
        assertEquals(Map.of(), load("containers: {a: {network_mode: none}, b: {network_mode: host}}").networks());
    }

    @Test
    void shouldUseTheDefaultNetworkOfTheFileAlsoInBridgeMode()
    {
        final Topology topology = load(
            "networks: {default: {internal: true}}\ncontainers: {a: {network_mode: bridge}}");

        assertTrue(topology.networks().get("default").internal());
        assertEquals(List.of("default"), List.copyOf(topology.containers().get("a").networks().keySet()));
    }

    @Test
    void shouldReadBothFamilies()
    {
        final Topology topology = loaded(TopologyLoader.load(EXAMPLES.resolve("ipv6.yaml")));
        final NetworkSpec dual = topology.networks().get("dual");
        final Attachment web = topology.containers().get("web").networks().get("dual");

        assertEquals("fd00:31::/64", dual.pool(true).subnet().toString());
        assertEquals("10.31.0.0/24", dual.pool(false).subnet().toString());
        assertEquals(9000, dual.options().mtu());
        assertEquals("fd00:31::80", web.address(true).toString());
        assertEquals("02:42:0a:1f:00:50", web.mac().toString());
        assertEquals(1, web.gwPriority());
        assertEquals("six0", topology.containers().get("web").networks().get("six").interfaceName());
    }

    @Test
    void shouldFollowAnchorsAndMergeWithTheWrittenKeysWinning()
    {
        final Topology topology = loaded(TopologyLoader.load(EXAMPLES.resolve("many.yaml")));

        assertEquals(new Workers(2, Idle.BUSY, List.of(0, 1)), topology.workers());
        assertEquals(4096, topology.networks().get("control").options().fdbMaxEntries());
        assertEquals(Map.of("tier", "batch"), topology.containers().get("job2").labels());
        assertEquals(Map.of("tier", "batch", "size", "large"), topology.containers().get("job3").labels());
        assertEquals(List.of("jobs"), List.copyOf(topology.containers().get("job3").networks().keySet()));
    }

    @Test
    void shouldReadOptionsOfOneInterface()
    {
        final Attachment attachment = load("""
            networks: {front: {}}
            containers:
              a:
                networks:
                  front:
                    priority: -5
                    driver_opts: {com.docker.network.driver.mtu: 1400, com.docker.network.endpoint.ifname: wan}
            """).containers().get("a").networks().get("front");

        assertEquals(1400, attachment.mtu());
        assertEquals("wan", attachment.interfaceName());
        assertEquals(-5, attachment.priority());
    }

    @Test
    void shouldWarnOfWhatHasNoEffectYetInFileOrder()
    {
        final Topology topology = load("""
            networks:
              front: {driver_opts: {com.docker.network.bridge.name: lan0}}
              back: {internal: true}
            containers:
              web: {networks: [front], ports: ["8080:80", "9000:9000/sctp"], expose: [80, 9000-9010/udp]}
              db: {networks: [back], ports: [5432]}
              agent: {network_mode: host, ports: [80]}
            """);

        assertEquals(List.of(
            "t.yaml:2:25: networks.front.driver_opts[\"com.docker.network.bridge.name\"]: has no effect yet",
            "t.yaml:5:47: containers.web.ports[1]: is not served: publish tcp and udp ports",
            "t.yaml:6:26: containers.db.ports: has no effect: all networks of the container are internal",
            "t.yaml:7:31: containers.agent.ports: is discarded beside network_mode: host: the container has the " +
                "host's ports already"),
            topology.warnings().stream().map(Warning::toString).toList());
        assertEquals(List.of(), topology.containers().get("agent").ports());
    }

    @Test
    void shouldReadUplinksAndGiveEachNetworkItsOwn()
    {
        final Topology topology = load("""
            uplinks:
              default: {interface: auto}
              lab: {interface: eth1, address: [192.0.2.10/24, "2001:db8::a/64"]}
              dmz: {interface: eth2, ports: 2000-2999}
            networks:
              front: {}
              back: {internal: true}
              test: {uplink: lab, host_access: false}
              alone: {uplink: none}
            """);

        assertEquals(new UplinkSpec("default", "auto", List.of(), new PortRange(49_152, 65_535)),
            topology.uplinks().get("default"));
        assertEquals(new UplinkSpec("lab", "eth1", List.of(UplinkSpec.Address.parse("192.0.2.10/24"),
            UplinkSpec.Address.parse("2001:db8::a/64")), new PortRange(1_024, 65_535)), topology.uplinks().get("lab"));
        assertEquals(new PortRange(2_000, 2_999), topology.uplinks().get("dmz").ports());
        assertEquals("front=default true, back=null false, test=lab false, alone=null true",
            topology.networks().values().stream().map(network -> network.name() + "=" + network.uplink() + " " +
                network.hostAccess()).collect(Collectors.joining(", ")));
    }

    @Test
    void shouldGiveTheOnlyUplinkToNetworksThatNameNone()
    {
        assertEquals("lan", load("""
            uplinks: {lan: {interface: eth0}}
            containers: {web: {}}
            """).networks().get("default").uplink());
        assertNull(load("networks: {front: {}}").networks().get("front").uplink());
    }

    @Test
    void shouldReadHowAddressesAreTranslated()
    {
        final NatSpec nat = load("""
            nat:
              timeouts: {udp: 2m, tcp_established: 3h, other: 30}
              filtering: {tcp: address-and-port-dependent}
              sessions: {max: 4096, per_container_max: 1000}
              port_parity: false
            """).nat();

        assertEquals(Duration.ofMinutes(2), nat.timeouts().udp());
        assertEquals(Duration.ofHours(3), nat.timeouts().tcpEstablished());
        assertEquals(Duration.ofSeconds(60), nat.timeouts().icmp());
        assertEquals(Duration.ofSeconds(30), nat.timeouts().other());
        assertEquals(NatFiltering.ADDRESS_DEPENDENT, nat.udpFiltering());
        assertEquals(NatFiltering.ADDRESS_AND_PORT_DEPENDENT, nat.tcpFiltering());
        assertEquals("4096 256 1000 false", nat.maxSessions() + " " + nat.minContainerSessions() + " " +
            nat.maxContainerSessions() + " " + nat.portParity());
        assertEquals(NatSpec.DEFAULTS, load("name: shop").nat());
    }

    @Test
    void shouldReadWhoMayUseAPort()
    {
        final Topology topology = load("""
            containers:
              db: {ports: [{target: 5432, published: 5432, allow: [192.0.2.0/24, "2001:db8::/32"]}]}
            """);

        assertEquals(List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")),
            topology.containers().get("db").ports().get(0).allow());
    }

    @Test
    void shouldTakeTheNextLowestGatewayWhenTheLowestIsKept()
    {
        final NetworkSpec network = load("""
            networks: {a: {ipam: {config: [{subnet: 10.0.0.0/29, aux_addresses: {x: 10.0.0.1, y: 10.0.0.2}}]}}}
            """).networks().get("a");

        assertEquals("10.0.0.3", network.ipam().get(0).gatewayOrLowest().toString());
    }

    @Test
    void shouldGiveListsAndMapsThatNobodyChanges()
    {
        final Topology topology = load("containers: {a: {}}");

        assertThrows(UnsupportedOperationException.class, () -> topology.containers().clear());
        assertThrows(UnsupportedOperationException.class, () -> topology.networks().clear());
        assertThrows(UnsupportedOperationException.class, () -> topology.containers().get("a").networks().clear());
    }

    @Test
    void shouldKnowOneNamespaceUnderItsNames()
    {
        assertTrue(Netns.parse("web").isSameAs(Netns.parse("/var/run/netns/web")));
        assertTrue(Netns.parse("/run/netns/../netns/web").isSameAs(Netns.parse("web")));
        assertTrue(!Netns.parse("create").isSameAs(Netns.parse("create")));
        assertEquals(new Netns.Pid(1234), Netns.parse("pid:1234"));
        assertEquals(new Netns.Path(Path.of("/proc/7/ns/net")), Netns.parse("/proc/7/ns/net"));
    }

    private static Topology load(final String yaml)
    {
        return loaded(TopologyLoader.load(yaml, "t.yaml"));
    }

    private static Topology loaded(final LoadResult result)
    {
        assertEquals(List.of(), result.problems());
        return result.topology();
    }
}
