package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.ContainerDns;
import io.tulle.config.ContainerDns.ExtraHost;
import io.tulle.config.DnsSpec;
import io.tulle.config.IpAddress;
import io.tulle.config.NetworkDns;
import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import io.tulle.dns.Forwarding;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a container sees follows the model at once. */
class NamesTest
{
    private static final int WEB = 1;
    private static final int WEB_BACK = 2;
    private static final int CLIENT = 3;
    private static final int DB = 4;

    private final NameViews views = new NameViews(16);
    private final Network front = Model.network("front", "10.30");
    private final Network back = Model.network("back", "10.31", true, NetworkDns.DEFAULTS);
    private final Sandbox web = Model.sandbox("web");
    private final Sandbox client = Model.sandbox("client");
    private final Sandbox db = Model.sandbox("db");

    @TempDir
    private Path folder;
    private Names names;

    @BeforeEach
    void open() throws IOException
    {
        Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.53\nsearch example.org\n");
        names = new Names(views, new HostResolvConf(folder.resolve("resolv.conf")),
            new ContainerFiles(folder.resolve("netns"), ""));
        names.put(front);
        names.put(back);
    }

    @Test
    void shouldShowNamesOfTheContainersOwnNetworksOnly()
    {
        join(WEB, front, web, "10.30.0.2");
        join(WEB_BACK, back, web, "10.31.0.2");
        join(CLIENT, front, client, "10.30.0.3");
        join(DB, back, db, "10.31.0.3");

        assertEquals("10.31.0.3", lookUp(WEB, "db"));
        assertEquals("10.31.0.3", lookUp(WEB_BACK, "db.back"));
        assertEquals("", lookUp(CLIENT, "db"));
        assertEquals("10.30.0.2", lookUp(CLIENT, "web"));
        assertEquals("10.31.0.2", lookUp(DB, "web"));
        assertEquals("", lookUp(DB, "client"));
    }

    @Test
    void shouldAnswerFromTheFirstNetworkByGatewayPriority()
    {
        names.join(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0));
        names.join(WEB_BACK, back, web, Model.endpoint(back, web, "10.31.0.2", 0));
        assertEquals(List.of("front", "back"), zones(WEB));

        names.update(WEB_BACK, back, web, Model.endpoint(back, web, "10.31.0.2", 1));
        assertEquals(List.of("back", "front"), zones(WEB));
    }

    @Test
    void shouldForgetWhoLeftAndKeepWhoSharesTheAlias()
    {
        names.join(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0, "shared"));
        names.join(CLIENT, front, client, Model.endpoint(front, client, "10.30.0.3", 0, "shared"));
        assertEquals("10.30.0.2 10.30.0.3", lookUp(CLIENT, "shared"));

        names.leave(WEB);
        assertEquals("10.30.0.3", lookUp(CLIENT, "shared"));
        assertEquals("", lookUp(CLIENT, "web"));
        assertNull(views.get(WEB));
    }

    @Test
    void shouldShareANameWhateverItsCase()
    {
        names.join(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0, "Shared"));
        names.join(CLIENT, front, client, Model.endpoint(front, client, "10.30.0.3", 0, "shared", "SHARED"));
        assertEquals("10.30.0.2 10.30.0.3", lookUp(CLIENT, "shared"));

        names.leave(WEB);
        assertEquals("10.30.0.3", lookUp(CLIENT, "shared"));
        names.leave(CLIENT);
        assertEquals(0, names.zones().stream().mapToInt((zone) -> zone.table().size()).sum());
    }

    @Test
    void shouldTakeTheNetworkOutOfTheViewOfWhoLeftIt()
    {
        join(WEB, front, web, "10.30.0.2");
        join(WEB_BACK, back, web, "10.31.0.2");
        join(DB, back, db, "10.31.0.3");
        names.leave(WEB_BACK);

        assertEquals("", lookUp(WEB, "db"));
        assertEquals("", lookUp(DB, "web"));
    }

    @Test
    void shouldRenameAnEndpointWhoseAliasesChanged()
    {
        names.join(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0, "old"));
        names.update(WEB, front, web, Model.endpoint(front, web, "10.30.0.2", 0, "new"));

        assertEquals("", lookUp(WEB, "old"));
        assertEquals("10.30.0.2", lookUp(WEB, "new"));
    }

    @Test
    void shouldAnswerByTheNewNameOfANetwork()
    {
        join(WEB, front, web, "10.30.0.2");
        join(WEB_BACK, back, web, "10.31.0.2");
        join(CLIENT, front, client, "10.30.0.3");
        names.publish(web, Model.port(web, "8080:80"));
        names.put(Model.renamed(front, "shop"));

        assertEquals("10.30.0.2", lookUp(CLIENT, "web.shop"));
        assertEquals("", lookUp(CLIENT, "web.front"));
        assertEquals("10.30.0.2", lookUp(CLIENT, "web"));
        assertEquals(List.of(new ZoneEntry.Service(80, "web.shop")), entry(CLIENT, "_80._tcp.web").services());
        assertEquals(List.of("shop", "back"), zones(WEB));
        assertEquals(List.of("back", "shop"), names.zones().stream().map(Zone::network).sorted().toList());
        names.leave(WEB);
        assertEquals("", lookUp(CLIENT, "web.shop"));
    }

    @Test
    void shouldAnswerByTheNewNameOfAContainer()
    {
        join(WEB, front, web, "10.30.0.2");
        join(CLIENT, front, client, "10.30.0.3");
        final Sandbox shop = Model.renamed(web, "shop");
        names.update(shop);
        final Endpoint before = Model.endpoint(front, web, "10.30.0.2", 0);
        names.update(WEB, front, shop, new Endpoint(before.id(), before.networkId(), before.sandboxId(), "shop",
            before.interfaceName(), before.mac(), before.ipv4(), before.ipv6(), before.mtu(), before.aliases(), 0, 0,
            Map.of(), before.origin()));

        assertEquals("10.30.0.2", lookUp(CLIENT, "shop"));
        assertEquals("10.30.0.2", lookUp(CLIENT, "shop.front"));
        assertEquals("", lookUp(CLIENT, "web"));
        assertEquals("shop", views.get(WEB).container());
    }

    @Test
    void shouldAnswerByTheShortId()
    {
        join(WEB, front, web, "10.30.0.2");
        assertEquals("10.30.0.2", lookUp(WEB, web.id().substring(0, 12)));
    }

    @Test
    void shouldNameServicesOfPublishedPortsWhileTheyArePublished()
    {
        join(WEB, front, web, "10.30.0.2");
        names.publish(web, Model.port(web, "8080:80"));
        assertEquals(List.of(new ZoneEntry.Service(80, "web.front")), entry(WEB, "_80._tcp.web").services());

        names.unpublish(web, Model.port(web, "8080:80"));
        assertNull(entry(WEB, "_80._tcp.web"));
    }

    @Test
    void shouldPutExtraHostsBeforeAllOtherNames()
    {
        final Sandbox sandbox = Model.sandbox("web", hosts(
            new ExtraHost("db", IpAddress.parse("192.0.2.9")), new ExtraHost("db", IpAddress.parse("192.0.2.10")),
            new ExtraHost("gw", null), new ExtraHost("Host.Docker.Internal", IpAddress.parse("192.0.2.11"))));
        names.join(WEB_BACK, back, sandbox, Model.endpoint(back, sandbox, "10.31.0.2", 0));
        join(DB, back, db, "10.31.0.3");

        assertEquals("192.0.2.9 192.0.2.10", lookUp(WEB_BACK, "db"));
        assertEquals("10.31.0.1", lookUp(WEB_BACK, "gw"));
        assertEquals("192.0.2.11", lookUp(WEB_BACK, "host.docker.internal"));
        assertEquals("10.31.0.1", lookUp(WEB_BACK, "gateway.docker.internal"));
        assertEquals("10.31.0.1", lookUp(DB, "host.docker.internal"));
        assertEquals("10.31.0.3", lookUp(DB, "db"));
    }

    @Test
    void shouldTakeOverSettingsOfAContainerThatRuns()
    {
        join(WEB, front, web, "10.30.0.2");
        names.update(Model.sandbox("web", hosts(new ExtraHost("up", IpAddress.parse("192.0.2.9")))));

        assertEquals("192.0.2.9", lookUp(WEB, "up"));
    }

    @Test
    void shouldAnswerNoContainerNamesOnDockersDefaultBridge()
    {
        final Network bridge = Model.network("bridge", "10.32", false, NetworkDns.DEFAULTS,
            Map.of("com.docker.network.bridge.default_bridge", "1")); // as Docker reads it
        names.put(bridge);
        join(WEB, bridge, web, "10.32.0.2");

        assertEquals("", lookUp(WEB, "web"));
        assertEquals("10.32.0.1", lookUp(WEB, "host.docker.internal"));
    }

    @Test
    void shouldLeaveQuestionsToTheHostWhereANetworkSaysSo()
    {
        join(WEB, front, web, "10.30.0.2");
        join(WEB_BACK, back, web, "10.31.0.2");
        names.put(Model.network("front", "10.30", false, new NetworkDns(false, List.of(), Map.of())));

        assertNull(views.get(WEB));
        assertEquals("10.30.0.2", lookUp(WEB_BACK, "web.front"), "the other gateway still knows the names");
    }

    @Test
    void shouldShareAnswersAmongContainersThatAskTheSameServers()
    {
        join(WEB, front, web, "10.30.0.2");
        join(CLIENT, front, client, "10.30.0.3");
        join(DB, back, db, "10.31.0.3");

        assertSame(views.get(WEB).forwarding(), views.get(CLIENT).forwarding());
        assertSame(Forwarding.PROHIBITED, views.get(DB).forwarding());
    }

    @Test
    void shouldFollowTheSectionAndTheHost() throws IOException
    {
        join(WEB, front, web, "10.30.0.2");
        assertEquals("[/192.0.2.53:53]", views.get(WEB).forwarding().servers().toString());

        names.section(
            new DnsSpec(Duration.ofSeconds(5), Model.servers("192.0.2.54:5353"), Map.of(), 1, Duration.ZERO, 1));
        assertEquals("[/192.0.2.54:5353]", views.get(WEB).forwarding().servers().toString());
    }

    @Test
    void shouldLeaveNobodyAViewWhenItLetsGoOfDevices()
    {
        join(WEB, front, web, "10.30.0.2");
        names.releaseAll();
        names.leave(WEB);

        assertNull(views.get(WEB));
    }

    @Test
    void shouldWriteAndRemoveTheContainersResolvConf() throws IOException
    {
        final Path file = folder.resolve("netns/t-web/resolv.conf");
        join(WEB_BACK, back, web, "10.31.0.2");
        assertTrue(Files.readString(file).contains("nameserver 10.31.0.1\n"), Files.readString(file));
        join(WEB, front, web, "10.30.0.2");
        assertTrue(Files.readString(file).contains("nameserver 10.30.0.1\nsearch example.org\n"));

        names.leave(WEB);
        names.leave(WEB_BACK);
        assertFalse(Files.exists(folder.resolve("netns")));
    }

    private void join(final int port, final Network network, final Sandbox sandbox, final String address)
    {
        final Endpoint endpoint = Model.endpoint(network, sandbox, address, 0);
        names.join(port, network, sandbox, endpoint);
    }

    private static ContainerDns hosts(final ExtraHost... hosts)
    {
        return new ContainerDns(List.of(), List.of(), List.of(), List.of(hosts));
    }

    private List<String> zones(final int port)
    {
        return views.get(port).zones().stream().map(Zone::network).toList();
    }

    private String lookUp(final int port, final String name)
    {
        final ZoneEntry entry = entry(port, name);
        return null == entry ? "" : entry.addresses().stream().map(InetAddress::getHostAddress)
            .collect(Collectors.joining(" "));
    }

    private ZoneEntry entry(final int port, final String name)
    {
        final NameView view = views.get(port);
        final List<ZoneTable> tables = new ArrayList<>(List.of(view.hosts()));
        view.zones().forEach((zone) -> tables.add(zone.table()));
        return tables.stream().flatMap((table) -> table.entries().stream())
            .filter((entry) -> name.equalsIgnoreCase(entry.name())).findFirst().orElse(null);
    }
}
