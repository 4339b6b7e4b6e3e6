package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.ContainerDns;
import io.tulle.config.DnsServer;
import io.tulle.config.DnsSpec;
import io.tulle.config.IpAddress;
import io.tulle.config.NetworkDns;
import io.tulle.control.Network;
import io.tulle.dns.Forwarding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is asked for names of the world: the nearest setting decides. */
class ForwardingChoiceTest
{
    private final Network front = Model.network("front", "10.30");
    private final Network lab = Model.network("lab", "10.32", false, new NetworkDns(true, Model.servers("192.0.2.3"),
        Map.of("corp.example", Model.servers("192.0.2.4"), "gone.example", List.of())));
    private final Network back = Model.network("back", "10.31", true, NetworkDns.DEFAULTS);
    private final Set<InetSocketAddress> loops = new HashSet<>();

    @TempDir
    private Path folder;
    private ForwardingChoice choice;

    @BeforeEach
    void open() throws IOException
    {
        choice = new ForwardingChoice(
            new HostResolvConf(Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.1\n")));
    }

    @Test
    void shouldAskTheContainersServersThenTheNetworksThenTheSectionsThenTheHosts()
    {
        assertServers("192.0.2.1", choose(ContainerDns.DEFAULTS, front, front));
        section(Map.of());
        assertServers("192.0.2.2", choose(ContainerDns.DEFAULTS, front, front));
        assertServers("192.0.2.3", choose(ContainerDns.DEFAULTS, lab, front, lab));
        assertServers("192.0.2.5", choose(servers("192.0.2.5"), lab, lab));
    }

    @Test
    void shouldKnowTheDomainsOfAllNetworksBeforeThoseOfTheSection()
    {
        section(Map.of("corp.example", Model.servers("192.0.2.9"), "other.example", Model.servers("192.0.2.9")));
        final Map<String, List<InetSocketAddress>> domains =
            choose(ContainerDns.DEFAULTS, front, front, lab).domains();

        assertEquals("[/192.0.2.4:53]", domains.get("corp.example").toString());
        assertEquals("[/192.0.2.9:53]", domains.get("other.example").toString());
        assertEquals(List.of(), domains.get("gone.example"));
    }

    @Test
    void shouldAskNobodyForContainersOnInternalNetworksOnly()
    {
        assertSame(Forwarding.PROHIBITED, choose(ContainerDns.DEFAULTS, back, back));
        assertSame(Forwarding.PROHIBITED, choose(servers("192.0.2.5"), back, back));
        assertServers("192.0.2.1", choose(ContainerDns.DEFAULTS, back, front, back));
    }

    @Test
    void shouldAskAServerInsideOfAnInternalNetworkThatTheHostReaches()
    {
        final Forwarding forwarding = choose(servers("10.31.0.5", "192.0.2.5"), back, back);
        assertServers("10.31.0.5", forwarding);
        assertEquals(Map.of(), forwarding.domains());
    }

    @Test
    void shouldNotAskItself()
    {
        assertTrue(choice.gateways(Set.of(IpAddress.parse("10.30.0.1"))));
        assertFalse(choice.gateways(Set.of(IpAddress.parse("10.30.0.1"))));

        assertServers("192.0.2.5", choose(servers("10.30.0.1", "192.0.2.5"), front, front));
        assertEquals("[/10.30.0.1:53]", loops.toString());
        assertEquals(List.of(), choose(servers("10.30.0.1"), front, front).servers());
    }

    @Test
    void shouldGiveEqualServersOneNumber()
    {
        final Forwarding one = choose(servers("192.0.2.5"), front, front);
        assertSame(one, choose(servers("192.0.2.5"), back, front, back));
        assertNotEquals(one.id(), choose(servers("192.0.2.6"), front, front).id());
        assertNotEquals(0, one.id(), "0 is that of nobody");
    }

    private void section(final Map<String, List<DnsServer>> domains)
    {
        choice.section(new DnsSpec(Duration.ofSeconds(5), Model.servers("192.0.2.2"), domains, 1, Duration.ZERO, 1));
    }

    private Forwarding choose(final ContainerDns dns, final Network asked, final Network... networks)
    {
        return choice.of(dns, List.of(networks), asked, loops);
    }

    private static ContainerDns servers(final String... servers)
    {
        return new ContainerDns(Model.servers(servers), List.of(), List.of(), List.of());
    }

    private static void assertServers(final String address, final Forwarding forwarding)
    {
        assertEquals("[/" + address + ":53]", forwarding.servers().toString());
    }
}
