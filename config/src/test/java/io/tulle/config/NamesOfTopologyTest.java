package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a good file says about names becomes settings of networks and containers. */
class NamesOfTopologyTest
{
    @ParameterizedTest
    @CsvSource({"192.0.2.53, 192.0.2.53", "192.0.2.53:53, 192.0.2.53", "192.0.2.53:5353, 192.0.2.53:5353",
        "2001:db8::53, 2001:db8::53", "[2001:db8::53], 2001:db8::53", "[2001:db8::53]:53, 2001:db8::53",
        "[2001:DB8::53]:5353, [2001:db8::53]:5353", "127.0.0.53, 127.0.0.53"})
    void shouldWriteAServerAsItIsRead(final String text, final String written)
    {
        assertEquals(written, DnsServer.parse(text).toString());
        assertEquals(DnsServer.parse(text), DnsServer.parse(written));
    }

    @Test
    void shouldReadHowNamesAreResolved()
    {
        final DnsSpec dns = load("""
            dns:
              ttl: 30
              servers: [192.0.2.53, "192.0.2.54:5353", "[2001:db8::53]:53", "2001:db8::54"]
              domains: {Corp.Example.: 10.1.1.1, intern: []}
              cache: 0
              serve_stale: off
              max_pending: 9
            """).dns();

        assertEquals(Duration.ofSeconds(30), dns.ttl());
        assertEquals("[192.0.2.53, 192.0.2.54:5353, 2001:db8::53, 2001:db8::54]", dns.servers().toString());
        assertEquals("{corp.example=[10.1.1.1], intern=[]}", dns.domains().toString());
        assertEquals("0 PT0S 9", dns.cacheEntries() + " " + dns.serveStale() + " " + dns.maxPending());
        assertEquals(Duration.ofDays(2), load("dns: {serve_stale: 2d}").dns().serveStale());
        assertEquals(DnsSpec.DEFAULTS, load("dns:").dns());
        assertEquals(DnsSpec.DEFAULTS, load("name: shop").dns());
    }

    @Test
    void shouldReadHowANetworkResolvesNames()
    {
        final Map<String, NetworkSpec> networks = load("""
            networks:
              a: {}
              b: {dns: false}
              c: {dns: [192.0.2.53, "[2001:db8::53]:5353"]}
              d: {dns: {servers: 192.0.2.53, domains: {corp.example: [10.1.1.1]}}}
              e: {dns: true}
            """).networks();

        assertEquals(NetworkDns.DEFAULTS, networks.get("a").dns());
        assertEquals(NetworkDns.OFF, networks.get("b").dns());
        assertEquals(new NetworkDns(true, List.of(DnsServer.parse("192.0.2.53"),
            new DnsServer(IpAddress.parse("2001:db8::53"), 5353)), Map.of()), networks.get("c").dns());
        assertEquals(new NetworkDns(true, List.of(DnsServer.parse("192.0.2.53")),
            Map.of("corp.example", List.of(DnsServer.parse("10.1.1.1")))), networks.get("d").dns());
        assertEquals(NetworkDns.DEFAULTS, networks.get("e").dns());
    }

    @Test
    void shouldReadHowAContainerResolvesNames()
    {
        final Map<String, ContainerSpec> containers = load("""
            containers:
              a: {dns: 192.0.2.53, dns_search: Corp.example, dns_opt: ["ndots:2", rotate]}
              b: {dns_search: [.], dns_options: [use-vc], extra_hosts: {DB: [10.0.0.1, "::1"], me: host-gateway}}
              c: {extra_hosts: ["db=10.0.0.1", "db:::1", "db.corp:[fd00::1]", "me:host-gateway"]}
            """).containers();

        assertEquals(new ContainerDns(List.of(DnsServer.parse("192.0.2.53")), List.of("corp.example"),
            List.of("ndots:2", "rotate"), List.of()), containers.get("a").dns());
        assertEquals(List.of("."), containers.get("b").dns().search());
        assertEquals(List.of("use-vc"), containers.get("b").dns().options());
        assertEquals("db=10.0.0.1 db=::1 me=null", hosts(containers.get("b")));
        assertEquals("db=10.0.0.1 db=::1 db.corp=fd00::1 me=null", hosts(containers.get("c")));
    }

    @Test
    void shouldWarnOfResolverKeysWithoutEffect()
    {
        final Topology topology = load("""
            containers:
              web: {dns_opt: [rotate, "ndot:2", my-own]}
              agent: {network_mode: host, dns: 192.0.2.53, extra_hosts: ["db=10.0.0.1"]}
            """);

        assertEquals(List.of(
            "t.yaml:2:27: containers.web.dns_opt[1]: ndot:2 is not an option of resolv.conf(5); did you mean ndots:N?",
            "t.yaml:2:37: containers.web.dns_opt[2]: my-own is not an option of resolv.conf(5); use one of ndots:N, " +
                "timeout:N, attempts:N, rotate, use-vc, edns0, single-request, single-request-reopen, trust-ad, " +
                "no-aaaa, no-reload, no-tld-query, inet6, no-check-names, debug, ip6-bytestring, ip6-dotint, " +
                "no-ip6-dotint",
            "t.yaml:3:31: containers.agent.dns: is discarded beside network_mode: host: the container has the " +
                "host's resolver",
            "t.yaml:3:48: containers.agent.extra_hosts: is discarded beside network_mode: host: the container has " +
                "the host's resolver"), topology.warnings().stream().map(Warning::toString).toList());
        assertEquals(List.of("rotate", "ndot:2", "my-own"), topology.containers().get("web").dns().options());
        assertEquals(ContainerDns.DEFAULTS, topology.containers().get("agent").dns());
    }

    private static String hosts(final ContainerSpec container)
    {
        return container.dns().hosts().stream().map(host -> host.name() + "=" + host.address())
            .collect(Collectors.joining(" "));
    }

    private static Topology load(final String yaml)
    {
        final LoadResult result = TopologyLoader.load(yaml, "t.yaml");
        assertEquals(List.of(), result.problems());
        return result.topology();
    }
}
