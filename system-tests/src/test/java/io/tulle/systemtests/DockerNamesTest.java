package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Docker's resolver is tested for, under the names of its tests. */
@Tag("root")
class DockerNamesTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.96.0.0/24}, {subnet: "fd96::/64"}]}}
          side: {ipam: {config: [{subnet: 10.97.0.0/24}]}}
          inner: {internal: true, host_access: true, ipam: {config: [{subnet: 10.98.0.0/24}]}}
          six: {enable_ipv4: false, enable_ipv6: true, ipam: {config: [{subnet: "fd99::/64"}]}}
        containers:
          name1:
            netns: "@name1"
            networks: {lan: {ipv4_address: 10.96.0.11, ipv6_address: "fd96::11", aliases: [svc]}}
            ports: ["8080:80"]
          name2:
            netns: "@name2"
            networks: {lan: {ipv4_address: 10.96.0.12, aliases: [svc]}, side: {ipv4_address: 10.97.0.12}}
          four: {netns: "@four", networks: {side: {ipv4_address: 10.97.0.14}}}
          failing: {netns: "@failing", networks: {lan: {}}, dns: [192.0.2.5, 192.0.2.3]}
          nx: {netns: "@nx", networks: {lan: {}}, dns: [192.0.2.2, 192.0.2.3]}
          all: {netns: "@all", networks: {lan: {}}, dns: [192.0.2.5]}
          inside: {netns: "@inside", networks: {inner: {}}}
          local: {netns: "@local", networks: {inner: {}}, dns: [10.98.0.20]}
          server: {netns: "@server", networks: {inner: {ipv4_address: 10.98.0.20}}}
          selfish: {netns: "@selfish", networks: {lan: {}}, dns: [10.96.0.1, "fd96::1"]}
          onlysix: {netns: "@onlysix", networks: {six: {ipv6_address: "fd99::11"}}}
          daemon: {netns: "@daemon", networks: {lan: {}}, dns: [127.127.127.1, 192.0.2.3]}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Upstreams upstreams;
    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        final String names = "name1 name2 four failing nx all inside local server selfish onlysix daemon";
        for (final String name : names.split(" "))
        {
            HOST.container(name);
        }
        upstreams = Upstreams.start(Internet.connect(HOST));
        HOST.resolvConf("nameserver 192.0.2.2\n");
        tulle = HOST.tulle();
        tulle.up(YAML);
    }

    private static Dig ask(final String container, final String... words)
    {
        return Dig.ask(HOST.existing(container), words);
    }

    @Test
    void testDnsIpQuery()
    {
        ask("failing", "name1").has("10.96.0.11");
        ask("failing", "NAME1").has("10.96.0.11");
        ask("failing", "name1", "AAAA").has("fd96::11");
        ask("name2", "four").has("10.97.0.14");
        ask("name2", "four", "AAAA").is("NOERROR");
        ask("name2", "four", "MX").is("NOERROR");
    }

    @Test
    void testOversizedDnsReply()
    {
        assertEquals(400, ask("name1", "+noedns", "big.oversized.example").values().size());
        final Dig cut = ask("name1", "+noedns", "+ignore", "big.oversized.example");
        assertTrue(cut.flags().contains("tc") && cut.size() <= 512, cut::text);
    }

    @Test
    void testReplyServfail()
    {
        ask("all", "www.example").is("SERVFAIL");
    }

    @Test
    void testDnsProxyServFail()
    {
        ask("failing", "servfailproxy.example").has("203.0.113.3");
    }

    @Test
    void testProxyNxdomain()
    {
        ask("nx", "nx.proxy.example").is("NXDOMAIN");
        assertEquals(0, upstreams.questions(Upstreams.SECOND, "nx.proxy.example"));
    }

    @Test
    void testInvalidReverseDns()
    {
        for (final String name : new String[]{"1.2.3.4.5.in-addr.arpa", "x.y.z.in-addr.arpa",
            "300.300.300.300.in-addr.arpa", "0.0.ip6.arpa", "in-addr.arpa", "not-an-address.ip6.arpa"})
        {
            assertTrue(List.of("NOERROR", "NXDOMAIN").contains(ask("name1", name, "PTR").status()), name);
        }
        ask("failing", "name1").has("10.96.0.11");
    }

    @Test
    void testEmbeddedDnsInvalidInput()
    {
        for (final String words : new String[]{"-.", "..", "%", "a..b", "-", "_", "\\000.x", "*"})
        {
            HOST.existing("name1").exec("dig", "+tries=1", "+time=5", "--", words);
        }
        HOST.existing("name1").exec("getent", "hosts", "-");
        ask("failing", "name1").has("10.96.0.11");
    }

    @Test
    void testInternalNetworkDns()
    {
        ask("inside", "server").has("10.98.0.20");
        ask("inside", "inner.example").is("SERVFAIL");
        assertEquals(0, upstreams.questions("inner.example"));
    }

    /** The host asks it, so it must reach the network. */
    @Test
    void testInternalNetworkLocalDns()
    {
        try (Background server = NameServer.strange(HOST.existing("server"), "10.98.0.20", "--tag", "98"))
        {
            ask("local", "localdns.example").has("203.0.113.98");
            assertTrue(server.out().toLowerCase(Locale.ROOT).contains("localdns.example"), server::toString);
        }
    }

    /** Once a container is on a network with a way out, too, the world is asked. */
    @Test
    void testInternalNetworkDnsWithASecondNetwork()
    {
        tulle.tulle("network", "connect", "side", "inside").ok();
        ask("inside", "joined.example").has("203.0.113.2");
        tulle.tulle("network", "disconnect", "side", "inside").ok();
        ask("inside", "left.example").is("SERVFAIL");
    }

    @Test
    void testIntDnsAsExtDns()
    {
        ask("selfish", "name1").has("10.96.0.11");
        assertEquals(List.of(), ask("selfish", "loops.example").values());
        ask("name1", "afterloop.example").has("203.0.113.2");
    }

    @Test
    void testExtDnsInIpv6OnlyNw()
    {
        ask("onlysix", "onlysix", "AAAA").has("fd99::11");
        ask("onlysix", "six.example").has("203.0.113.2");
        ask("onlysix", "six.example", "AAAA").has("2001:db8:cb::2");
        assertTrue(HOST.existing("onlysix").exec("getent", "ahosts", "six.example").ok().out()
            .contains("2001:db8:cb::2"));
    }

    @Test
    void testDaemonDnsFallback()
    {
        ask("daemon", "fallback.example").has("203.0.113.3");
    }

    @Test
    void testUserDefinedNetworkConnectDisconnectAlias()
    {
        tulle.tulle("network", "connect", "--alias", "foo", "side", "name1").ok();
        ask("four", "foo").has("10.97.0.2");
        ask("four", "name1").has("10.97.0.2");
        tulle.tulle("network", "disconnect", "side", "name1").ok();
        assertEquals("203.0.113.2", ask("four", "foo").value(), "nobody's here, so the world's");
        tulle.tulle("network", "connect", "--alias", "bar", "side", "name1").ok();
        assertEquals("203.0.113.2", ask("four", "foo").value());
        ask("four", "bar").has("10.97.0.2");
        tulle.tulle("network", "disconnect", "side", "name1").ok();
    }

    @Test
    void testDockerNetworkFlagAlias()
    {
        ask("failing", "svc.lan").has("10.96.0.11", "10.96.0.12");
        assertEquals("203.0.113.2", ask("four", "svc").value(), "an alias is of one network");
    }

    @Test
    void testUpdateSvcRecord()
    {
        ask("failing", "_80._tcp.name1", "SRV").has("0 0 80 name1.lan.");
        tulle.tulle("publish", "name2", "9090:9000/udp").ok();
        ask("failing", "_9000._udp.name2", "SRV").has("0 0 9000 name2.lan.");
        tulle.tulle("unpublish", "name2", "9090/udp").ok();
        assertEquals(List.of(), ask("failing", "_9000._udp.name2", "SRV").values());
    }

    @Test
    void testServiceAliasRefCounting()
    {
        ask("failing", "svc").has("10.96.0.11", "10.96.0.12");
        tulle.tulle("network", "disconnect", "lan", "name2").ok();
        ask("failing", "svc").has("10.96.0.11");
        assertEquals("203.0.113.3", ask("failing", "name2").value());
        tulle.tulle("network", "connect", "--alias", "svc", "--ip", "10.96.0.12", "lan", "name2").ok();
        ask("failing", "svc").has("10.96.0.11", "10.96.0.12");
    }
}
