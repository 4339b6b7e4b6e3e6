package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What changes about a container's names, the very next answer says, in whatever way it was changed. */
@Tag("root")
class NameChangesTest
{
    private static final int ROUNDS = 2;
    private static final String NETWORKS = """
        networks:
          lan: {ipam: {config: [{subnet: 10.82.0.0/24}]}}
          side: {ipam: {config: [{subnet: 10.83.0.0/24}]}}
        containers:
          client: {netns: "@client", networks: {lan: {ipv4_address: 10.82.0.9}}%s}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.82.0.3, aliases: [pool]}}}
        """;
    private static final String ONE =
        "  %s: {netns: \"@one\", networks: {lan: {ipv4_address: 10.82.0.2, aliases: [pool%s]}}%s}\n";
    private static final String YAML = NETWORKS.formatted("") + ONE.formatted("one", "", "");

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container client;
    private Container two;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        host.container("one");
        two = host.container("two");
        client = host.container("client");
        host.resolvConf("");
        tulle = host.tulle();
        tulle.up(YAML);
    }

    @Test
    @Tag("smoke")
    void shouldDropAContainerThatLeavesFromASharedAliasAtOnce()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            Dig.ask(client, "pool").has("10.82.0.2", "10.82.0.3");
            tulle.tulle("network", "disconnect", "lan", "one").ok();
            Dig.ask(client, "pool").has("10.82.0.3");
            assertEquals(List.of(), Dig.ask(client, "one").values());
            Dig.ask(client, "-x", "10.82.0.2").is("NXDOMAIN");
            tulle.tulle("network", "connect", "--ip", "10.82.0.2", "--alias", "pool", "lan", "one").ok();
        }
        Dig.ask(client, "pool").has("10.82.0.2", "10.82.0.3");
    }

    @Test
    void shouldShowAJoinedNetworkAtOnceAndHideALeftOne()
    {
        tulle.tulle("network", "connect", "side", "one").ok();
        for (int i = 0; i < ROUNDS; i++)
        {
            assertEquals(List.of(), Dig.ask(client, "one.side").values());
            tulle.tulle("network", "connect", "--alias", "asker", "side", "client").ok();
            Dig.ask(client, "one.side").has("10.83.0.2");
            Dig.ask(two, "asker").is(Dig.ask(two, "nobody").status());
            assertTrue(client.exec("cat", "/etc/resolv.conf").ok().out().contains("nameserver 10.82.0.1"));
            tulle.tulle("network", "disconnect", "side", "client").ok();
        }
    }

    /** A network that is made while Tulle runs has names, too, and takes them with it. */
    @Test
    void shouldServeANetworkThatIsMadeLive()
    {
        tulle.tulle("network", "create", "--subnet", "10.84.0.0/24", "live").ok();
        tulle.tulle("network", "connect", "--alias", "first", "live", "two").ok();
        tulle.tulle("network", "connect", "live", "client").ok();
        Dig.ask(client, "first").has("10.84.0.2");
        Dig.ask(client, "first.live").has("10.84.0.2");
        Dig.ask(client, "@10.84.0.1", "first").has("10.84.0.2");
        tulle.tulle("network", "disconnect", "live", "client").ok();
        assertEquals(List.of(), Dig.ask(client, "first").values());
    }

    @Test
    void shouldFollowTheFile()
    {
        tulle.apply(NETWORKS.formatted("") + ONE.formatted("uno", ", fresh", "")).ok();
        Dig.ask(client, "uno").has("10.82.0.2");
        Dig.ask(client, "fresh").has("10.82.0.2");
        assertEquals(List.of(), Dig.ask(client, "one").values());
        Dig.ask(client, "-x", "10.82.0.2").has("uno.lan.");

        final String own = ", extra_hosts: [\"box:192.0.2.9\"], dns_search: [lan], dns_opt: [\"ndots:3\"]";
        tulle.apply(NETWORKS.formatted(own) + ONE.formatted("one", "", "")).ok();
        Dig.ask(client, "box").has("192.0.2.9");
        assertEquals(List.of(), Dig.ask(client, "uno").values());
        Dig.ask(client, "one").has("10.82.0.2");
        final String file = client.exec("cat", "/etc/resolv.conf").ok().out();
        assertTrue(file.contains("search lan") && file.contains("ndots:3"), file);

        tulle.apply("dns: {domains: {gone.example: []}}\n" + YAML).ok();
        assertEquals(List.of(), Dig.ask(client, "box").values());
        Dig.ask(client, "www.gone.example").is("NXDOMAIN");
    }

    @Test
    void shouldFollowPublishedPorts()
    {
        assertEquals(List.of(), Dig.ask(client, "_80._tcp.one", "SRV").values());
        tulle.tulle("publish", "one", "8080:80").ok();
        Dig.ask(client, "_80._tcp.one", "SRV").has("0 0 80 one.lan.");
        tulle.tulle("unpublish", "one", "8080").ok();
        assertEquals(List.of(), Dig.ask(client, "_80._tcp.one", "SRV").values());
    }

    /** A client that asks all the time sees each change once and never an error in between. */
    @Test
    void shouldAnswerThroughoutAChange()
    {
        try (Background asking = NameServer.startClient(client, "ask", "pool", "60", "1"))
        {
            asking.awaitLine("10.82.0.3");
            for (int i = 0; i < ROUNDS; i++)
            {
                tulle.tulle("network", "disconnect", "lan", "one").ok();
                tulle.tulle("network", "connect", "--ip", "10.82.0.2", "--alias", "pool", "lan", "one").ok();
            }
            final List<String> lines = asking.out().lines().toList();
            assertTrue(lines.size() > 100, () -> "few answers: " + lines.size());
            lines.subList(0, lines.size() - 1).forEach(line ->
                assertTrue(line.contains(" 0 ") && line.contains("10.82.0.3"), line));
        }
    }
}
