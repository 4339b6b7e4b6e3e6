package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of the world are asked of whoever the host, the file, the network or the container says. */
@Tag("root")
class UpstreamNamesTest
{
    private static final String YAML = Internet.UPLINK + """
        dns: {domains: {split.example: [192.0.2.3], deep.split.example: [192.0.2.4], never.example: []}}
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.90.0.0/24}, {subnet: "fd90::/64"}]}}
          inner: {internal: true, ipam: {config: [{subnet: 10.91.0.0/24}]}}
          own: {dns: {servers: [192.0.2.4], domains: {home.example: [192.0.2.2]}}}
        containers:
          one: {netns: "@one", networks: {lan: {}}}
          two: {netns: "@two", networks: {lan: {}}, dns: [192.0.2.3, 192.0.2.4]}
          owner: {netns: "@owner", networks: {own: {}}}
          inside: {netns: "@inside", networks: {inner: {}}}
          both: {netns: "@both", networks: {inner: {}, lan: {}}}
          failing: {netns: "@failing", networks: {lan: {}}, dns: [192.0.2.5, 192.0.2.3]}
          silent: {netns: "@silent", networks: {lan: {}}, dns: [192.0.2.6, 192.0.2.3]}
          closed: {netns: "@closed", networks: {lan: {}}, dns: [192.0.2.7, 192.0.2.3]}
          alone: {netns: "@alone", networks: {lan: {}}, dns: [192.0.2.6]}
          slow: {netns: "@slow", networks: {lan: {}}, dns: [192.0.2.8]}
          six: {netns: "@six", networks: {lan: {}}, dns: ["2001:db8:2::2"]}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Upstreams upstreams;
    private static Container one;
    private static Background refreshed;
    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        for (final String name : "one two owner inside both failing silent closed alone slow six".split(" "))
        {
            HOST.container(name);
        }
        one = container("one");
        upstreams = Upstreams.start(Internet.connect(HOST));
        HOST.resolvConf("# a comment\nnameserver 192.0.2.2\n");
        tulle = HOST.tulle();
        tulle.up(YAML);
        refreshed = NameServer.startClient(container("slow"), "ask", "fresh.example", "16", "50");
    }

    private static Container container(final String name)
    {
        return HOST.existing(name);
    }

    @Test
    @Tag("smoke")
    void shouldForwardWhatNoContainerIsCalled()
    {
        final Dig dig = Dig.ask(one, "www.example").has("203.0.113.2");
        assertFalse(dig.flags().contains("aa"), dig::text);
        assertTrue(dig.flags().contains("ra"), dig::text);
        Dig.ask(one, "www.example", "AAAA").has("2001:db8:cb::2");
        Dig.ask(one, "www.example", "TXT").has("\"server 2\"");
        Dig.ask(one, "-x", "8.8.8.8").has("host.example.");
        assertEquals("NOERROR", Dig.ask(one, "www.example", "HTTPS").status());
        Dig.ask(one, "cname.example").has("target.cname.example.", "203.0.113.2");
        Dig.ask(one, "+tcp", "bytcp.example").has("203.0.113.2");
        assertTrue(one.exec("getent", "ahosts", "www.example").ok().out().contains("203.0.113.2"));
        assertTrue(one.exec("busybox", "nslookup", "www.example").ok().out().contains("203.0.113.2"));
    }

    @Test
    void shouldLoseNoneOfTwoParallelQuestionsFromOneSocket()
    {
        assertEquals("lost 0", NameServer.client(one, "pairs", "n%.pairs.example", "300").out().strip());
    }

    @Test
    void shouldForwardManyQuestionsOfOneTcpConnection()
    {
        final List<String> words = new ArrayList<>(List.of("dig", "+tcp", "+keepopen", "+short", "+tries=1"));
        IntStream.range(0, 100).forEach(i -> words.add("n" + i + ".connection.example"));
        assertEquals(Collections.nCopies(100, "203.0.113.2"), one.exec(words.toArray(new String[0])).ok().lines());
    }

    @Test
    void shouldForwardSingleLabelsAsDockerDoes()
    {
        Dig.ask(one, "unknown").has("203.0.113.2");
        assertTrue(upstreams.questions("unknown") > 0);
    }

    @Test
    void shouldRelayThatANameOrItsDataDoesNotExist()
    {
        final Dig none = Dig.ask(container("two"), "nx.relay.example").is("NXDOMAIN");
        assertTrue(none.text().contains("SOA"), none::text);
        assertEquals(0, upstreams.questions(Upstreams.THIRD, "nx.relay.example"), "no second server is asked");
        assertTrue(Dig.ask(one, "nodata.relay.example").is("NOERROR").text().contains("SOA"));
    }

    @Test
    void shouldRelayAnswersThatNoDatagramHolds()
    {
        final Dig cut = Dig.ask(one, "+noedns", "+ignore", "big.example");
        assertTrue(cut.flags().contains("tc") && cut.size() <= 512, cut::text);
        for (final String words : new String[]{"+noedns", "+bufsize=4096", "+tcp"})
        {
            assertEquals(400, Dig.ask(one, words, "big.example").values().size(), words);
        }
        assertEquals(4000, Dig.ask(one, "big4000.example").values().size(), "64 KB, nearly all that TCP has room for");
        Dig.ask(one, "+notcp", "tc.example").has("203.0.113.2");
    }

    @Test
    void shouldAskTheNextServerWhenOneFailsIsSilentOrClosed()
    {
        for (final String name : new String[]{"failing", "silent", "closed"})
        {
            for (int i = 0; i < 3; i++)
            {
                Dig.ask(container(name), "next" + i + "." + name + ".example").has("203.0.113.3");
            }
        }
    }

    @Test
    void shouldSayThatNobodyAnswers()
    {
        final Dig dig = Dig.ask(container("alone"), "www.example").is("SERVFAIL");
        assertTrue(List.of(22, 23).contains(dig.extendedError()), dig::text); // RFC 8914 4.23, 4.24
        Dig.ask(container("alone"), "one", "AAAA").has(one.run("ip", "-6", "-o", "addr", "show", "dev", "eth0",
            "scope", "global").ok().out().replaceAll("(?s).*inet6 (\\S+)/.*", "$1"));
    }

    /** RFC 9520: for a second at least, whoever asks again asks nobody outside. */
    @Test
    void shouldRememberFailuresForAMoment()
    {
        Dig.ask(one, "servfail.moment.example").is("SERVFAIL");
        final long before = upstreams.questions("servfail.moment.example");
        one.exec("dig", "+short", "servfail.moment.example", "servfail.moment.example", "servfail.moment.example");
        assertEquals(before, upstreams.questions("servfail.moment.example"));
    }

    @Test
    void shouldAskTheServersOfTheContainerTheNetworkAndTheDomain()
    {
        Dig.ask(container("two"), "www.example").has("203.0.113.3");
        Dig.ask(container("owner"), "www.example").has("203.0.113.4");
        Dig.ask(container("owner"), "www.home.example").has("203.0.113.2");
        Dig.ask(container("six"), "www.example").has("203.0.113.6");
        Dig.ask(one, "www.split.example").has("203.0.113.3");
        Dig.ask(one, "SPLIT.example").has("203.0.113.3");
        Dig.ask(one, "www.deep.split.example").has("203.0.113.4");
        Dig.ask(one, "notsplit.example").has("203.0.113.2");
        Dig.ask(one, "www.never.example").is("NXDOMAIN");
        Dig.ask(one, "www.example").has("203.0.113.2"); // what others were told is not in its cache
    }

    @Test
    @Tag("smoke")
    void shouldAskNobodyForInternalNetworks()
    {
        Dig.ask(container("inside"), "both").has("10.91.0.3");
        Dig.ask(container("inside"), "prohibited.example").is("SERVFAIL");
        Dig.ask(container("inside"), "+tcp", "prohibited.example").is("SERVFAIL");
        assertEquals(0, upstreams.questions("prohibited.example"));
        Dig.ask(container("both"), "@10.91.0.1", "www.example").has("203.0.113.2");
    }

    @Test
    void shouldKeepAnswersForTheirTimeAndCountItDown()
    {
        Dig.ask(one, "ttl600.kept.example").has("203.0.113.2");
        Eventually.eventually("a time to live that has become less",
            () -> Dig.ask(one, "ttl600.kept.example").ttl() < 600);
        Dig.ask(one, "TTL600.Kept.Example").has("203.0.113.2");
        Dig.ask(one, "+tcp", "ttl600.kept.example").has("203.0.113.2");
        assertEquals(1, upstreams.questions("ttl600.kept.example"));
        Dig.ask(one, "ttl600.kept.example", "AAAA").has("2001:db8:cb::2");
        assertEquals(2, upstreams.questions("ttl600.kept.example"), "another type is another question");
        tulle.tulle("dns", "flush").ok();
        assertEquals(600, Dig.ask(one, "ttl600.kept.example").ttl());
        assertEquals(3, upstreams.questions("ttl600.kept.example"));
    }

    @Test
    void shouldKeepThatNothingExists()
    {
        final Dig first = Dig.ask(one, "nx.negative.example").is("NXDOMAIN");
        Dig.ask(one, "nx.negative.example").is("NXDOMAIN");
        Dig.ask(one, "nx.negative.example", "AAAA").is("NXDOMAIN");
        Dig.ask(one, "below.nx.negative.example").is("NXDOMAIN"); // RFC 8020
        assertEquals(1, upstreams.questions("nx.negative.example"), first::text);
        assertEquals(0, upstreams.questions("below.nx.negative.example"));
        Dig.ask(one, "nodata.negative.example").is("NOERROR");
        Dig.ask(one, "nodata.negative.example").is("NOERROR");
        assertEquals(1, upstreams.questions("nodata.negative.example"));
    }

    @Test
    void shouldNotKeepWhatMayNotBeKept()
    {
        Dig.ask(one, "ttl0.example").has("203.0.113.2");
        Dig.ask(one, "ttl0.example").has("203.0.113.2");
        assertEquals(2, upstreams.questions("ttl0.example"));
    }

    /** RFC 6303, 6761, 6762, 7686. */
    @Test
    void shouldAnswerNamesThatNeverLeaveTheHost()
    {
        Dig.ask(one, "localhost").has("127.0.0.1");
        Dig.ask(one, "any.localhost", "AAAA").has("::1");
        for (final String name : new String[]{"x.invalid", "x.test", "x.local", "x.onion", "9.9.9.10.in-addr.arpa",
            "1.1.168.192.in-addr.arpa", "1.0.0.127.in-addr.arpa.example.invalid", "8.e.f.ip6.arpa"})
        {
            final Dig dig = Dig.ask(one, name);
            assertEquals(List.of(), dig.values(), name);
            assertEquals(0, upstreams.questions(name), name);
        }
    }

    @Test
    void shouldFollowTheHostsResolvConf()
    {
        HOST.resolvConf("nameserver 192.0.2.4\noptions timeout:1\n");
        Eventually.eventually("the other server's answer",
            () -> "203.0.113.4".equals(Dig.ask(one, "+noedns", System.nanoTime() + ".follow.example").value()));
        HOST.resolvConf("nameserver 192.0.2.2\n");
        Eventually.eventually("the first server's answer",
            () -> "203.0.113.2".equals(Dig.ask(one, System.nanoTime() + ".follow.example").value()));
        Dig.ask(container("two"), "follow.example").has("203.0.113.3");
    }

    @Test
    void shouldTellAUserWhereAnAnswerIsFrom()
    {
        final String first = tulle.tulle("dns", "query", "ttl600.explained.example", "-c", "one").ok().out();
        assertTrue(first.contains("203.0.113.2") && first.contains("192.0.2.2"), first);
        final String second = tulle.tulle("dns", "query", "ttl600.explained.example", "-c", "one").ok().out();
        assertTrue(second.contains("cache"), second);
        final String never = tulle.tulle("dns", "query", "www.example", "-c", "inside").out();
        assertTrue(never.contains("internal"), never);
        assertTrue(tulle.tulle("dns", "stat").ok().out().contains("upstream"));
    }

    /** The answer is renewed in the last tenth of its life, so that nobody waits 0.8 s for the next one. */
    @Test
    void shouldRefreshAnAnswerThatIsAskedForBeforeItEnds()
    {
        final List<String> answers = refreshed.await().ok().lines();
        assertTrue(upstreams.questions("fresh.example") >= 2, refreshed::toString);
        final long waited = answers.stream().filter(line -> Long.parseLong(line.split(" ")[1]) > 600_000).count();
        assertEquals(1, waited, refreshed::toString);
    }
}
