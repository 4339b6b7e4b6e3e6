package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers find each other by every name that they have, with the clients that containers have. */
@Tag("root")
class NamesTest
{
    private static final String YAML = """
        networks:
          front: {enable_ipv6: true, ipam: {config: [{subnet: 10.80.0.0/24}, {subnet: "fd80::/64"}]}}
          back: {ipam: {config: [{subnet: 10.81.0.0/24}]}}
        containers:
          web:
            netns: "@web"
            networks: {front: {ipv4_address: 10.80.0.2, ipv6_address: "fd80::2", aliases: [www, pool]}}
            ports: ["8080:80", "8053:53/udp"]
          db: {netns: "@db", networks: {back: {ipv4_address: 10.81.0.3, aliases: [store]}}}
          both:
            netns: "@both"
            networks:
              front: {ipv4_address: 10.80.0.4, ipv6_address: "fd80::4", aliases: [pool]}
              back: {ipv4_address: 10.81.0.4}
          client:
            netns: "@client"
            networks: {front: {ipv4_address: 10.80.0.5, ipv6_address: "fd80::5"}}
            dns_search: [front, corp.example]
            dns_opt: ["ndots:2", "timeout:3"]
            extra_hosts: ["printer:192.0.2.77", "printer6=2001:db8::77", "router:host-gateway"]
          made: {netns: create, networks: {front: {ipv4_address: 10.80.0.6}}}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Container web;
    private static Container db;
    private static Container both;
    private static Container client;
    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        web = HOST.container("web");
        db = HOST.container("db");
        both = HOST.container("both");
        client = HOST.container("client");
        tulle = HOST.tulle();
        HOST.resolvConf("search host.example\n");
        tulle.up(YAML);
        EchoServer.tcp(web, 80);
    }

    @Test
    @Tag("smoke")
    void shouldAnswerNameAliasAndNameWithNetworkWhateverTheirCase()
    {
        for (final String name : new String[]{"web", "www", "web.front", "www.front", "WEB", "wWw.FRONT", "web."})
        {
            Dig.ask(client, name).has("10.80.0.2");
            Dig.ask(client, name, "AAAA").has("fd80::2");
        }
        final Dig dig = Dig.ask(client, "wEb");
        assertEquals(Set.of("qr", "aa", "rd", "ra"), dig.flags());
        assertEquals("wEb.", dig.records().get(0)[0], "the question's case is kept");
        assertEquals(5, dig.ttl());
    }

    @Test
    void shouldAnswerTheShortId()
    {
        final JsonNode containers = tulle.json("network", "inspect", "front").path(0).path("Containers");
        final String id = containers.properties().stream()
            .filter(entry -> "web".equals(entry.getValue().path("Name").asText())).map(Map.Entry::getKey).findFirst()
            .orElseThrow();
        Dig.ask(client, id.substring(0, 12)).has("10.80.0.2");
    }

    @Test
    void shouldAnswerNothingWithoutErrorForWhatANameDoesNotHave()
    {
        Dig.ask(both, "db", "AAAA").is("NOERROR");
        for (final String type : new String[]{"MX", "TXT", "SRV", "PTR", "HTTPS", "TYPE4711"})
        {
            Dig.ask(client, "web", type).is("NOERROR");
        }
        Dig.ask(client, "+notcp", "web", "ANY").has("10.80.0.2");
    }

    @Test
    void shouldAnswerReverseNamesOfBothFamilies()
    {
        Dig.ask(client, "-x", "10.80.0.2").has("web.front.");
        Dig.ask(client, "-x", "fd80::2").has("web.front.");
        Dig.ask(both, "-x", "10.81.0.3").has("db.back.");
        assertEquals("10.80.0.2       web.front", client.exec("getent", "hosts", "10.80.0.2").ok().out().strip());
    }

    @Test
    void shouldAnswerServicesOfPublishedPorts()
    {
        Dig.ask(client, "_80._tcp.web", "SRV").has("0 0 80 web.front.");
        Dig.ask(client, "_53._udp.web", "SRV").has("0 0 53 web.front.");
        assertTrue(Dig.ask(client, "_80._tcp.web", "SRV").text().contains("10.80.0.2"), "the address comes with it");
    }

    @Test
    void shouldAnswerTheGatewayUnderDockersNames()
    {
        for (final String name : new String[]{"host.docker.internal", "gateway.docker.internal"})
        {
            Dig.ask(client, name).has("10.80.0.1");
            Dig.ask(client, name, "AAAA").has("fd80::1");
            Dig.ask(db, name).has("10.81.0.1");
            Dig.ask(db, name, "AAAA").is("NOERROR");
        }
    }

    @Test
    void shouldAnswerExtraHostsOfThatContainerAlone()
    {
        Dig.ask(client, "printer").has("192.0.2.77");
        Dig.ask(client, "PRINTER", "AAAA").is("NOERROR");
        Dig.ask(client, "printer6", "AAAA").has("2001:db8::77");
        Dig.ask(client, "router").has("10.80.0.1");
        assertEquals(List.of(), Dig.ask(web, "printer").values());
    }

    @Test
    @Tag("smoke")
    void shouldShowAContainerItsOwnNetworksOnly()
    {
        Dig.ask(both, "web").has("10.80.0.2");
        Dig.ask(both, "db").has("10.81.0.3");
        Dig.ask(both, "store.back").has("10.81.0.3");
        for (final String name : new String[]{"db", "db.back", "store"})
        {
            assertEquals(List.of(), Dig.ask(client, name).values(), name);
        }
        assertEquals(List.of(), Dig.ask(db, "web").values());
        Dig.ask(client, "-x", "10.81.0.3").is("NXDOMAIN");
        Dig.ask(db, "both").has("10.81.0.4");
        Dig.ask(client, "both").has("10.80.0.4");
        Dig.ask(client, "both.back").is(Dig.ask(client, "db.back").status());
    }

    @Test
    void shouldAnswerASharedAliasWithAllRotated()
    {
        final Set<String> first = new HashSet<>();
        for (int i = 0; i < 8; i++)
        {
            first.add(Dig.ask(client, "pool").has("10.80.0.2", "10.80.0.4").values().get(0));
        }
        assertEquals(Set.of("10.80.0.2", "10.80.0.4"), first);
        Dig.ask(client, "pool", "AAAA").has("fd80::2", "fd80::4");
    }

    @Test
    @Tag("smoke")
    void shouldServeEveryClientThatContainersHave()
    {
        assertTrue(client.exec("getent", "hosts", "web").ok().out().startsWith("fd80::2"), "getent prefers IPv6");
        assertTrue(client.exec("getent", "ahostsv4", "www").ok().out().startsWith("10.80.0.2"));
        client.exec("curl", "-sS", "--max-time", "10", "http://web/").ok();
        assertEquals("10.80.0.5", client.exec("curl", "-4sS", "--max-time", "10", "http://www.front/").ok().out()
            .strip());
        client.exec("ping", "-c", "1", "-W", "10", "web").ok();
        client.exec("ping", "-4", "-c", "1", "-W", "10", "both").ok();
        final String looked = both.exec("busybox", "nslookup", "web.front").ok().out();
        assertTrue(looked.contains("10.80.0.2") && looked.contains("fd80::2"), looked);
        assertTrue(both.exec("busybox", "nslookup", "10.80.0.2").ok().out().contains("web.front"));
    }

    @Test
    void shouldWriteTheResolverFileOfEveryContainer()
    {
        assertEquals(List.of("nameserver 10.80.0.1", "nameserver fd80::1", "options ndots:0", "search host.example"),
            lines(web));
        assertEquals(List.of("nameserver 10.81.0.1", "options ndots:0", "search host.example"), lines(db));
        assertEquals(List.of("nameserver 10.80.0.1", "nameserver fd80::1", "options ndots:2 timeout:3",
            "search front corp.example"), lines(client));
        assertEquals(lines(web), lines(HOST.created("made")));
    }

    private static List<String> lines(final Container container)
    {
        return container.exec("cat", "/etc/resolv.conf").ok().lines().stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#")).sorted().toList();
    }

    @Test
    void shouldSearchAsTheContainerSays()
    {
        assertTrue(client.exec("getent", "ahostsv4", "both").ok().out().contains("10.80.0.4"));
        Dig.ask(client, "+search", "+ndots=2", "www").has("10.80.0.2");
        assertEquals("www.front.", Dig.ask(client, "+search", "www").records().get(0)[0], "searched: ndots is 2");
        assertEquals("www.", Dig.ask(web, "+search", "www").records().get(0)[0], "not searched: ndots is 0");
    }

    @Test
    void shouldGiveCommandsOfTulleExecTheContainersResolver()
    {
        assertEquals("10.80.0.2", tulle.tulle("exec", "made", "dig", "+short", "web").ok().out().strip());
        assertTrue(tulle.tulle("exec", "client", "cat", "/etc/resolv.conf").ok().out().contains("ndots:2"));
    }

    @Test
    void shouldAnswerByTcpAndAtEveryAddressOfTheGateway()
    {
        assertTrue(Dig.ask(client, "+tcp", "web").has("10.80.0.2").isByTcp());
        for (final String server : new String[]{"10.80.0.1", "fd80::1", linkLocal() + "%eth0"})
        {
            Dig.ask(client, "@" + server, "web").has("10.80.0.2");
            Dig.ask(client, "@" + server, "+tcp", "web", "AAAA").has("fd80::2");
        }
    }

    /** The gateway's: the modified EUI-64 of its MAC address (RFC 4291, appendix A). */
    private static String linkLocal()
    {
        final String[] mac = client.run("ip", "neigh", "show", "10.80.0.1").ok().out()
            .replaceAll("(?s).*lladdr (\\S+).*", "$1").split(":");
        return String.format(Locale.ROOT, "fe80::%02x%s:%sff:fe%s:%s%s", Integer.parseInt(mac[0], 16) ^ 2, mac[1],
            mac[2], mac[3], mac[4], mac[5]);
    }

    @Test
    void shouldKeepATcpConnectionForFurtherQuestions()
    {
        final List<String> answers = client.exec("dig", "+tcp", "+keepopen", "+short", "web", "www", "both", "client")
            .ok().lines();
        assertEquals(List.of("10.80.0.2", "10.80.0.2", "10.80.0.4", "10.80.0.5"), answers);
    }

    @Test
    void shouldNegotiateExtensions()
    {
        assertTrue(Dig.ask(client, "+bufsize=4096", "web").text().contains("udp: 1232"));
        assertFalse(Dig.ask(client, "+noedns", "web").text().contains("EDNS:"), "none asked for, none given");
        Dig.ask(client, "+edns=7", "+noednsneg", "web").is("BADVERS");
        Dig.ask(client, "+ednsopt=65001:c0ffee", "+nsid", "+subnet=192.0.2.0/24", "web").has("10.80.0.2");
        Dig.ask(client, "+dnssec", "+cdflag", "+norec", "web").has("10.80.0.2");
    }

    /** What is called the 5-second bug of Kubernetes: of two questions from one socket, one got lost in NAT. */
    @Test
    void shouldLoseNoneOfTwoParallelQuestionsFromOneSocket()
    {
        assertEquals("lost 0", NameServer.client(client, "pairs", "web", "1000").out().strip());
    }

    @Test
    void shouldListAndExplainNames()
    {
        final String list = tulle.tulle("dns", "ls").ok().out();
        for (final String word : new String[]{"web", "www", "store", "10.81.0.3", "fd80::2", "_80._tcp.web"})
        {
            assertTrue(list.contains(word), list);
        }
        assertTrue(tulle.json("dns", "ls", "--json").size() > 20, list);
        final CommandResult query = tulle.tulle("dns", "query", "db", "-c", "both").ok();
        assertTrue(query.out().contains("10.81.0.3") && query.out().contains("back"), query::toString);
    }

    @Test
    void shouldLogAndCountQuestions()
    {
        try (Background log = tulle.startTulle("dns", "log"))
        {
            Eventually.eventually(() -> "the question in " + log, () ->
            {
                Dig.ask(client, "www");
                return log.out().contains("www");
            });
            assertTrue(log.out().lines().anyMatch(line -> line.contains("client") && line.contains("NOERROR")),
                log::toString);
        }
        assertTrue(tulle.tulle("dns", "stat").ok().out().contains("local"));
    }
}
