package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Networks that answer no names, or by IPv6 alone, and names with more addresses than a datagram holds. */
@Tag("root")
class NameModesTest
{
    private static final int CROWD = 40; // 512 bytes hold 30 addresses
    private static final int HOSTS = 100; // 1232 bytes hold 75
    private static final String YAML = """
        workers: {count: 2}
        networks:
          plain:
            ipam: {config: [{subnet: 10.85.0.0/24}]}
            driver_opts: {com.docker.network.bridge.default_bridge: "true"}
          off: {dns: false, ipam: {config: [{subnet: 10.86.0.0/24}]}}
          six: {enable_ipv4: false, enable_ipv6: true, ipam: {config: [{subnet: "fd87::/64"}]}}
          crowd: {ipam: {config: [{subnet: 10.88.0.0/24}]}}
          narrow:
            ipam: {config: [{subnet: 10.87.0.0/24}]}
            driver_opts: {com.docker.network.driver.mtu: "700"}
        containers:
          plain1: {netns: "@plain1", networks: {plain: {aliases: [alias1]}}, extra_hosts: ["own:192.0.2.7"]}
          plain2: {netns: "@plain2", networks: {plain: {}}}
          off1: {netns: "@off1", networks: {off: {}}}
          off2: {netns: "@off2", networks: {off: {}}}
          six1: {netns: "@six1", networks: {six: {ipv6_address: "fd87::11"}}}
          six2: {netns: "@six2", networks: {six: {ipv6_address: "fd87::12"}}}
          client:
            netns: "@client"
            networks: {crowd: {}}
            extra_hosts: [%1$s]
          thin: {netns: "@thin", networks: {narrow: {}}, extra_hosts: [%1$s]}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Container plain1;
    private static Container off1;
    private static Container six1;
    private static Container client;

    @BeforeAll
    static void start()
    {
        plain1 = HOST.container("plain1");
        off1 = HOST.container("off1");
        six1 = HOST.container("six1");
        client = HOST.container("client");
        for (final String name : new String[]{"plain2", "off2", "six2", "thin"})
        {
            HOST.container(name);
        }
        HOST.resolvConf("");
        final String hosts = IntStream.rangeClosed(1, HOSTS).mapToObj(i -> "\"many:192.0.2." + i + "\"")
            .collect(Collectors.joining(", "));
        final String crowd = IntStream.range(0, CROWD)
            .mapToObj(i -> "  crowd" + i + ": {netns: create, networks: {crowd: {aliases: [all]}}}\n")
            .collect(Collectors.joining());
        HOST.tulle().up(YAML.formatted(hosts) + crowd);
    }

    @Test
    void shouldAnswerNoNamesOfContainersOnTheDefaultBridge()
    {
        for (final String name : new String[]{"plain1", "plain2", "alias1", "plain2.plain"})
        {
            assertEquals(0, Dig.ask(plain1, name).values().size(), name);
        }
        Dig.ask(plain1, "own").has("192.0.2.7");
        Dig.ask(plain1, "host.docker.internal").has("10.85.0.1");
    }

    @Test
    void shouldLeavePort53AloneWhenNamesAreOff()
    {
        assertFalse(Dig.isAnswered(off1, "@10.86.0.1", "off2"));
        assertFalse(Files.exists(off1.resolvConf()));
    }

    /** Whoever listens there on the host serves such a network then. */
    @Test
    void shouldReachAServerOfTheHostWhenNamesAreOff()
    {
        try (Background server = NameServer.strange(HOST.host(), "0.0.0.0", "--tag", "86"))
        {
            Dig.ask(off1, "@10.86.0.1", "anything.example").has(NameServer.answerOf(86));
            Dig.ask(off1, "@10.86.0.1", "+tcp", "anything.example").has(NameServer.answerOf(86));
            Dig.ask(client, "crowd1", "AAAA").is("NOERROR");
            assertFalse(server.out().contains("crowd1"), server::toString);
        }
    }

    @Test
    void shouldServeANetworkOfIpv6Alone()
    {
        assertTrue(six1.exec("cat", "/etc/resolv.conf").ok().out().contains("nameserver fd87::1"));
        Dig.ask(six1, "six2", "AAAA").has("fd87::12");
        Dig.ask(six1, "+tcp", "six2", "AAAA").has("fd87::12");
        Dig.ask(six1, "six2").is("NOERROR");
        Dig.ask(six1, "-x", "fd87::12").has("six2.six.");
        Dig.ask(six1, "host.docker.internal", "AAAA").has("fd87::1");
        six1.exec("ping", "-c", "1", "-W", "10", "six2").ok();
    }

    @Test
    void shouldTruncateWhatNoDatagramHoldsAndServeItByTcp()
    {
        final Dig cut = Dig.ask(client, "+noedns", "+ignore", "all");
        assertTrue(cut.flags().contains("tc") && cut.size() <= 512, cut::text);
        final Dig whole = Dig.ask(client, "+noedns", "all");
        assertTrue(whole.isByTcp(), whole::text);
        assertEquals(CROWD, whole.values().stream().distinct().count(), whole::text);
        final Dig inOne = Dig.ask(client, "+bufsize=1232", "all");
        assertEquals(CROWD, inOne.values().size(), inOne::text);
        assertFalse(inOne.isByTcp(), inOne::text);
    }

    @Test
    void shouldTruncateAt1232WhateverTheClientOffers()
    {
        final Dig cut = Dig.ask(client, "+bufsize=65000", "+ignore", "many");
        assertTrue(cut.flags().contains("tc") && cut.size() <= 1232, cut::text);
        assertEquals(HOSTS, Dig.ask(client, "many").values().size());
        assertEquals(HOSTS, client.exec("getent", "ahostsv4", "many").ok().lines().stream()
            .filter(line -> line.contains("STREAM")).count(), "glibc comes by TCP");
    }

    /** Answers are never fragmented. */
    @Test
    void shouldTruncateAtTheMtuOfTheNetwork()
    {
        final Container thin = HOST.existing("thin");
        final Dig cut = Dig.ask(thin, "+ignore", "many");
        assertTrue(cut.flags().contains("tc") && cut.size() <= 672, cut::text);
        assertEquals(HOSTS, Dig.ask(thin, "many").values().size());
    }
}
