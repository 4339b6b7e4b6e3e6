package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.ContainerDns;
import io.tulle.config.DnsServer;
import io.tulle.config.DnsSpec;
import io.tulle.config.NetworkDns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a file says about names reaches the Fabric at once and without a detour, and outlives the daemon. */
class NamesTest extends ServiceTest
{
    private static final String FILE = """
        name: names
        dns: {ttl: 7s, servers: [192.0.2.53, "[2001:db8::53]:5353"], domains: {corp.example: [10.1.1.1], intern: []}}
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/24}]}, dns: {servers: [192.0.2.54], domains: {lab: [10.2.2.2]}}}
          back: {ipam: {config: [{subnet: 10.31.0.0/24}]}, dns: false}
        containers:
          web:
            netns: web
            networks: {front: {aliases: [www]}}
            dns: 192.0.2.55
            dns_search: [corp.example]
            dns_opt: ["ndots:2"]
            extra_hosts: ["printer=10.9.9.9", "six=fd00::9", "host:host-gateway"]
          db: {netns: create, networks: {back: {}}}
        """;

    @BeforeEach
    void apply()
    {
        assertEquals(List.of(), service.apply(topology(FILE)).failures());
    }

    @Test
    void shouldSetTheResolverBeforeNetworksAreMade()
    {
        assertEquals(List.of("dns ttl 7 servers [192.0.2.53, [2001:db8::53]:5353]", "create front", "create back"),
            fabric.calls.subList(0, 3));
        assertTrue(service.plan(topology(FILE)).isEmpty());
    }

    @Test
    void shouldChangeTheSectionInPlace()
    {
        fabric.takeCalls();
        final ApplyReport report = service.apply(topology(FILE.replace("ttl: 7s", "ttl: 0, cache: 9, max_pending: 5")
            .replace("192.0.2.53, ", "")));
        assertEquals(List.of("~ settings of dns: ttl PT7S -> PT0S, " +
            "servers [192.0.2.53, [2001:db8::53]:5353] -> [[2001:db8::53]:5353], cache 16384 -> 9, " +
            "max_pending 1000 -> 5"), report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("dns ttl 0 servers [[2001:db8::53]:5353]"), fabric.takeCalls());
    }

    @Test
    void shouldTryAgainWhatTheResolverCannotHave()
    {
        final String file = FILE.replace("ttl: 7s", "cache: 9");
        fabric.failing.add("dns ttl");
        assertEquals(List.of("dns: no such thing; make it first"), service.apply(topology(file)).failures());
        fabric.failing.clear();
        assertEquals(List.of("~ settings of dns: ttl PT7S -> PT5S, cache 16384 -> 9"),
            service.plan(topology(file)).lines());
    }

    @Test
    void shouldChangeANetworksServersInPlace()
    {
        fabric.takeCalls();
        final ApplyReport report = service.apply(topology(
            FILE.replace("192.0.2.54", "192.0.2.60").replace(", dns: false", "")));
        assertEquals(List.of("~ network front: dns.servers [192.0.2.54] -> [192.0.2.60]",
            "~ network back: dns false -> true"), report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("update front", "update back"), fabric.takeCalls());
        assertEquals(List.of(DnsServer.parse("192.0.2.60")), service.inspect("front").network().dns().servers());
    }

    @Test
    void shouldTurnNamesOfContainersOffInPlace()
    {
        fabric.takeCalls();
        assertEquals(List.of("~ network back: default_bridge false -> true"), service.apply(topology(
            FILE.replace("dns: false",
                "dns: false, driver_opts: {com.docker.network.bridge.default_bridge: \"true\"}"))).plan().lines());
        assertEquals(List.of("update back"), fabric.takeCalls());
    }

    @Test
    void shouldChangeAContainersResolverWithoutTouchingItsNamespace()
    {
        fabric.takeCalls();
        final String file = FILE.replace("192.0.2.55", "192.0.2.56").replace("[corp.example]", "\".\"")
            .replace("ndots:2", "ndots:3").replace(", \"six=fd00::9\"", "");
        final ApplyReport report = service.apply(topology(file));
        assertEquals(List.of("~ container web: dns [192.0.2.55] -> [192.0.2.56], dns_search [corp.example] -> [.], " +
            "dns_opt [ndots:2] -> [ndots:3], extra_hosts [printer=10.9.9.9, six=fd00::9, host=host-gateway] -> " +
            "[printer=10.9.9.9, host=host-gateway]"), report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("resolver of web is [192.0.2.56]"), fabric.takeCalls());
        assertTrue(service.plan(topology(file)).isEmpty());
    }

    @Test
    void shouldTryAgainWhatAContainersResolverCannotHave()
    {
        final String file = FILE.replace("192.0.2.55", "192.0.2.56");
        fabric.failing.add("resolver of web");
        assertEquals(List.of("container web: no such thing; make it first"), service.apply(topology(file)).failures());
        fabric.failing.clear();
        assertEquals(List.of("~ container web: dns [192.0.2.55] -> [192.0.2.56]"),
            service.plan(topology(file)).lines());
    }

    @Test
    void shouldRenameAnEndpointInPlaceAndTryAgainIfThatFails()
    {
        final String file = FILE.replace("[www]", "[www, shop]");
        fabric.takeCalls();
        fabric.failing.add("names of web");
        assertEquals(List.of("container web on front: no such thing; make it first"),
            service.apply(topology(file)).failures());
        assertEquals(List.of("names of web on front are [www, shop]"), fabric.takeCalls());
        fabric.failing.clear();
        final ApplyReport report = service.apply(topology(file));
        assertEquals(List.of("~ endpoint web on front: aliases [www] -> [www, shop]"), report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("names of web on front are [www, shop]"), fabric.takeCalls());
        assertTrue(service.plan(topology(file)).isEmpty());
    }

    @Test
    void shouldGiveEverythingToTheFabricAgainAfterARestart()
    {
        reopen();
        fabric.takeCalls();
        assertEquals(List.of(), service.restore().problems());
        assertEquals("dns ttl 7 servers [192.0.2.53, [2001:db8::53]:5353]", fabric.calls.get(0));
        assertEquals(new NetworkDns(true, List.of(DnsServer.parse("192.0.2.54")),
            Map.of("lab", List.of(DnsServer.parse("10.2.2.2")))), service.inspect("front").network().dns());
        assertEquals(NetworkDns.OFF, service.inspect("back").network().dns());
        fabric.takeCalls();
        assertTrue(service.apply(topology(FILE)).plan().isEmpty());
        assertEquals(List.of(), fabric.calls);
    }

    @Test
    void shouldComeUpWithDefaultsIfTheSavedSettingsCannotBeHad()
    {
        reopen();
        fabric.failing.add("dns ttl");
        assertEquals(List.of(), service.restore().problems());
        fabric.failing.clear();
        assertTrue(service.plan(topology(FILE)).lines().get(0).startsWith("~ settings of dns: ttl PT5S -> PT7S"));
    }

    @Test
    void shouldGiveALiveNetworkItsServers()
    {
        service.createNetwork(new CreateNetwork("live", false, false, null, false, null, null, null,
            List.of("192.0.2.53", "[2001:db8::53]:5353", "192.0.2.53")));
        assertEquals(List.of(DnsServer.parse("192.0.2.53"), DnsServer.parse("[2001:db8::53]:5353")),
            service.inspect("live").network().dns().servers());
        assertTrue(service.plan(topology(FILE)).isEmpty());
        assertRefused(400, "invalid network config: 0.0.0.0 is every address, which is no server's; " +
            "write the server's own address", () -> service.createNetwork(new CreateNetwork("bad", false, false, null,
                false, null, null, null, List.of("0.0.0.0"))));
    }

    @Test
    void shouldReadAStateWithoutNames()
    {
        final ObjectNode old = StateCodec.encode(state());
        old.remove("dns");
        old.path("networks").forEach(network -> ((ObjectNode) network).remove("dns"));
        old.path("sandboxes").forEach(sandbox -> ((ObjectNode) sandbox).remove("dns"));
        final State read = StateCodec.decode(old);
        assertEquals(DnsSpec.DEFAULTS, read.dns());
        assertEquals(NetworkDns.DEFAULTS, read.networkNamed("front").dns());
        assertEquals(ContainerDns.DEFAULTS, read.sandboxOf("web").dns());
    }

    @Test
    void shouldWriteNamesAsTheyAreRead()
    {
        final State read = StateCodec.decode(StateCodec.encode(state()));
        assertEquals(topology(FILE).dns(), read.dns());
        assertEquals(topology(FILE).networks().get("front").dns(), read.networkNamed("front").dns());
        assertEquals(topology(FILE).containers().get("web").dns(), read.sandboxOf("web").dns());
    }

    private State state()
    {
        return new StateStore(stateDir).load(new ArrayList<>());
    }
}
