package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What a file does to an empty Tulle, and to one that already runs it. */
class ApplyTest extends ServiceTest
{
    @Test
    void shouldMakeNetworksThenNamespacesThenEndpointsThenRoutes()
    {
        final ApplyReport report = service.apply(topology(SHOP));
        assertTrue(report.isComplete());
        assertEquals(List.of(
            "create front", "create back", "open web", "open db",
            "attach web to back as eth0 172.30.0.2/16", "attach web to front as eth1 10.30.0.2/24",
            "attach db to back as eth0 172.30.0.10/16", "gateway of web is front 10.30.0.1"), fabric.calls);
    }

    @Test
    void shouldAskTheFabricForNothingTheSecondTime()
    {
        given(SHOP);
        final ApplyReport again = service.apply(topology(SHOP));
        assertTrue(again.plan().isEmpty());
        assertEquals(List.of(), fabric.calls);
    }

    @Test
    void shouldSaveEverythingBeforeTheFabricIsAsked()
    {
        final List<Boolean> saved = new ArrayList<>();
        fabric.beforeCall = () -> saved.add(Files.exists(stateDir.resolve(StateStore.FILE)));
        service.apply(topology(SHOP));
        assertFalse(saved.contains(false));
    }

    @Test
    void shouldMakeTheMacOfTheIpv4Address()
    {
        given(SHOP);
        assertEquals("02:42:ac:1e:00:0a", joined("db", "back").mac());
    }

    @Test
    void shouldReportOneFailedContainerInOneLineAndGoOn()
    {
        fabric.failing.add("open web");
        final ApplyReport report = service.apply(topology(SHOP));
        assertEquals(List.of("container web: no such thing; make it first"), report.failures());
        assertEquals("172.30.0.10/16", addressOf("db", "back"));
        assertEquals(1, service.containers().size());

        fabric.failing.clear();
        fabric.takeCalls();
        assertTrue(service.apply(topology(SHOP)).isComplete());
        assertEquals("open web", fabric.calls.get(0));
    }

    @Test
    void shouldCleanUpHalfAnEndpoint()
    {
        fabric.failing.add("attach web to front");
        assertEquals(List.of("container web on front: no such thing; make it first"),
            service.apply(topology(SHOP)).failures());
        assertTrue(fabric.calls.contains("detach web from front"));
        assertFalse(fabric.calls.contains("gateway of web is front 10.30.0.1"));
    }

    @Test
    void shouldReportANetworkThatFailsOnceAndNotForEachOfItsEndpoints()
    {
        fabric.failing.add("create back");
        assertEquals(List.of("network back: no such thing; make it first"),
            service.apply(topology(SHOP)).failures());
        assertEquals("10.30.0.2/24", addressOf("web", "front"));
    }

    @Test
    void shouldKeepWhatCouldNotBeRemovedForTheNextApply()
    {
        given(SHOP);
        fabric.failing.add("detach db");
        final String without = SHOP.replaceFirst("  db: .*\n", "");
        assertEquals(List.of("endpoint db on back: no such thing; make it first"),
            service.apply(topology(without)).failures());
        assertEquals(2, service.containers().size());

        fabric.failing.clear();
        fabric.takeCalls();
        assertTrue(service.apply(topology(without)).isComplete());
        assertEquals(List.of("detach db from back", "close db"), fabric.calls);
    }

    @Test
    void shouldChooseSubnetsThatNeitherTheHostNorALaterNetworkUses()
    {
        hostRoutes.add(Cidr.parse("172.17.0.0/16"));
        hostRoutes.add(Cidr.parse("0.0.0.0/0"));
        given("""
            networks:
              spare: {}
              later: {ipam: {config: [{subnet: 172.18.0.0/16}]}}
            containers: {}
            """);
        assertEquals(List.of("172.19.0.0/16"), service.networks().get(1).subnets());
    }

    @Test
    void shouldKeepAChosenSubnetOverApplies()
    {
        given("networks: {b: {}}");
        given("networks: {a: {}, b: {}}");
        assertEquals(List.of("172.18.0.0/16"), service.networks().get(0).subnets());
        assertEquals(List.of("172.17.0.0/16"), service.networks().get(1).subnets());
    }

    @Test
    void shouldGiveAUniqueLocalSubnetToANetworkWithIpv6AndNoSubnet()
    {
        given("""
            networks: {six: {enable_ipv6: true}}
            containers: {a: {netns: create, networks: [six]}}
            """);
        assertTrue(joined("a", "six").ipv6().matches("fd.*::2/64"), joined("a", "six").ipv6());
        assertEquals("172.17.0.2/16", addressOf("a", "six"));
    }

    @Test
    void shouldTouchNoNamespaceOfHostAndSharedContainers()
    {
        given("""
            networks: {n: {}}
            containers:
              web: {netns: web, networks: [n]}
              sidecar: {network_mode: "container:web"}
              agent: {network_mode: host}
              batch: {netns: create, network_mode: none}
            """);
        final String own = "/proc/" + ProcessHandle.current().pid() + "/ns/net";
        assertEquals(List.of("agent host " + own, "batch none /run/netns/batch",
            "sidecar container:web /run/netns/web", "web bridge /run/netns/web"),
            service.containers().stream().map(row -> row.name() + " " + row.mode() + " " + row.path()).toList());
        service.down();
        assertEquals(List.of("detach web from n", "close batch", "close web", "remove n"), fabric.calls);
    }

    @Test
    void shouldNumberInterfacesByPriorityAndThenByName()
    {
        given("""
            networks: {a: {}, b: {}, c: {driver_opts: {com.docker.network.container_iface_prefix: lan}}}
            containers:
              web: {netns: web, networks: {a: {}, b: {priority: 10}, c: {}}}
            """);
        assertEquals("eth0", joined("web", "b").interfaceName());
        assertEquals("eth1", joined("web", "a").interfaceName());
        assertEquals("lan0", joined("web", "c").interfaceName());
    }

    @Test
    void shouldRemoveTheStateFileLastOnDown()
    {
        given(SHOP);
        assertEquals(List.of(), service.down());
        assertEquals(List.of("detach", "detach", "detach", "close db", "close web", "remove back", "remove front"),
            fabric.calls.stream().map(call -> call.startsWith("detach") ? "detach" : call).toList());
        assertFalse(Files.exists(stateDir.resolve(StateStore.FILE)));
    }
}
