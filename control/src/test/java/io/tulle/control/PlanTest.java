package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a plan says about a changed file, and that it says what is disruptive. */
class PlanTest extends ServiceTest
{
    private static final String TWO = """
        networks:
          back: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
        containers:
          db: {netns: create, networks: [back]}
          web: {netns: web, networks: [back]}
        """;

    @Test
    void shouldShowWhatAnEmptyTulleWouldGetAndDoNothing()
    {
        final Plan plan = service.plan(topology(SHOP));
        assertEquals(List.of(
            "+ network front 10.30.0.0/24",
            "+ network back 172.30.0.0/16 internal",
            "+ container web netns web",
            "+ container db netns create",
            "+ endpoint web on back eth0 172.30.0.2/16",
            "+ endpoint web on front eth1 10.30.0.2/24",
            "+ endpoint db on back eth0 172.30.0.10/16"), plan.lines());
        assertFalse(plan.isDisruptive());
        assertEquals(List.of(), fabric.calls);
        assertEquals(List.of(), service.networks());
    }

    @Test
    void shouldTakeDownAContainerThatLeftTheFile()
    {
        given(TWO);
        final Plan plan = service.plan(topology(TWO.replaceFirst("  db: .*\n", "")));
        assertEquals(List.of("- endpoint db on back", "- container db"), plan.lines());
        assertTrue(plan.isDisruptive());
    }

    @Test
    void shouldRecreateEndpointsForAnotherMtuAndKeepTheirAddresses()
    {
        given(TWO);
        final String changed = TWO.replace("back: {ipam",
            "back: {driver_opts: {com.docker.network.driver.mtu: \"9000\"}, ipam");
        final ApplyReport report = service.apply(topology(changed));
        assertEquals(List.of(
            "~ network back: mtu 1500 -> 9000 (endpoints are re-created)",
            "~ endpoint db on back: mtu 1500 -> 9000 (is re-created)",
            "~ endpoint web on back: mtu 1500 -> 9000 (is re-created)"), report.plan().lines());
        assertEquals(List.of("detach db from back", "detach web from back", "update back",
            "attach db to back as eth0 10.9.0.2/24", "attach web to back as eth0 10.9.0.3/24",
            "gateway of db is back 10.9.0.1", "gateway of web is back 10.9.0.1"), fabric.calls);
        assertEquals(9000, joined("db", "back").mtu());
    }

    @Test
    void shouldChangeIccInPlace()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(TWO.replace("back: {ipam",
            "back: {driver_opts: {com.docker.network.bridge.enable_icc: \"false\"}, ipam")));
        assertEquals(List.of("~ network back: enable_icc true -> false"), report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("update back"), fabric.calls);
    }

    @Test
    void shouldRecreateANetworkForAnotherSubnet()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(TWO.replace("10.9.0.0/24", "10.8.0.0/24")));
        assertEquals("~ network back: subnet 10.9.0.0/24 -> 10.8.0.0/24, gateway 10.9.0.1 -> 10.8.0.1 " +
            "(network and endpoints are re-created)", report.plan().lines().get(0));
        assertEquals(List.of("detach db from back", "detach web from back", "remove back", "create back",
            "attach db to back as eth0 10.8.0.2/24", "attach web to back as eth0 10.8.0.3/24",
            "gateway of db is back 10.8.0.1", "gateway of web is back 10.8.0.1"), fabric.calls);
    }

    @Test
    void shouldMoveTheDefaultRouteWhenANetworkBecomesInternal()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(TWO.replace("back: {", "back: {internal: true, ")));
        assertEquals(List.of("~ network back: internal false -> true, host_access true -> false"),
            report.plan().lines());
        assertEquals(List.of("update back", "gateway of db is none", "gateway of web is none"), fabric.calls);
    }

    @Test
    void shouldGiveAnAddressToWhoAsksForItAndMoveWhoHadItByChance()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(
            TWO.replace("web: {netns: web, networks: [back]}",
                "web: {netns: web, networks: {back: {ipv4_address: 10.9.0.2}}}")));
        assertEquals(List.of(
            "~ endpoint db on back: ipv4 10.9.0.2/24 -> 10.9.0.3/24, mac 02:42:0a:09:00:02 -> 02:42:0a:09:00:03 " +
            "(is re-created)",
            "~ endpoint web on back: ipv4 10.9.0.3/24 -> 10.9.0.2/24, mac 02:42:0a:09:00:03 -> 02:42:0a:09:00:02 " +
            "(is re-created)"), report.plan().lines());
    }

    @Test
    void shouldTouchOnlyTheContainerWhoseNamespaceIsAnother()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(TWO.replace("netns: web", "netns: web2")));
        assertEquals(List.of(
            "~ container web: netns web -> web2 (container is detached and attached again)",
            "~ endpoint web on back: namespace old -> new (is re-created)"), report.plan().lines());
        assertEquals(List.of("detach web from back", "close web", "open web",
            "attach web to back as eth0 10.9.0.3/24", "gateway of web is back 10.9.0.1"), fabric.calls);
    }

    @Test
    void shouldOpenANamespaceAgainThatWasReplaced()
    {
        given(TWO);
        fabric.vanished.add("web");
        final ApplyReport report = service.apply(topology(TWO));
        assertEquals("~ container web: namespace gone -> new (container is detached and attached again)",
            report.plan().lines().get(0));
        assertEquals("10.9.0.3/24", addressOf("web", "back"));
        assertTrue(service.plan(topology(TWO)).isEmpty());
    }

    @Test
    void shouldMakeADeviceAnewThatIsGone()
    {
        given(TWO);
        fabric.attached.remove(joined("db", "back").endpointId());
        assertEquals(List.of("~ endpoint db on back: device gone -> new (is re-created)"),
            service.plan(topology(TWO)).lines());
    }

    @Test
    void shouldDetachAContainerThatTurnsToModeNoneAndKeepItsNamespace()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(
            TWO.replace("web: {netns: web, networks: [back]}", "web: {netns: web, network_mode: none}")));
        assertEquals(List.of("- endpoint web on back", "~ container web: network_mode bridge -> none"),
            report.plan().lines());
        assertEquals(List.of("detach web from back", "gateway of web is none"), fabric.calls);
    }

    @Test
    void shouldUpdateAliasesWithoutTouchingTheDevice()
    {
        given(TWO);
        final ApplyReport report = service.apply(topology(
            TWO.replace("web: {netns: web, networks: [back]}",
                "web: {netns: web, networks: {back: {aliases: [www], gw_priority: 3}}}")));
        assertEquals(List.of("~ endpoint web on back: aliases [] -> [www], gw_priority 0 -> 3"),
            report.plan().lines());
        assertFalse(report.plan().isDisruptive());
        assertEquals(List.of("names of web on back are [www]"), fabric.calls);
        fabric.takeCalls();
        service.apply(topology(
            TWO.replace("web: {netns: web, networks: [back]}",
                "web: {netns: web, networks: {back: {aliases: [www], gw_priority: 4}}}")));
        assertEquals(List.of(), fabric.calls);
    }

    @Test
    void shouldLeaveLiveNetworksAndEndpointsAlone()
    {
        given(TWO);
        service.createNetwork(CreateNetwork.named("live"));
        service.connect(Connect.of("live", "web"));
        fabric.takeCalls();
        assertTrue(service.plan(topology(TWO)).isEmpty());
        service.apply(topology(TWO.replaceFirst("  db: .*\n", "")));
        assertEquals("172.17.0.2/16", addressOf("web", "live"));
    }

    @Test
    void shouldRefuseOnlyTheNetworkThatOverlapsALiveOne()
    {
        service.createNetwork(new CreateNetwork("live", false, false, null, false,
            List.of(new CreateNetwork.Pool("10.9.0.0/16", null, null, null)), null, null));
        final ApplyReport report = service.apply(topology(
            TWO.replace("networks:\n", "networks:\n  other: {}\n").replace("[back]}\n  web", "[other]}\n  web")));
        assertEquals(List.of("network back: invalid pool request: Pool overlaps with other one on this address " +
            "space: 10.9.0.0/24 and 10.9.0.0/16"), report.failures());
        assertEquals("172.17.0.2/16", addressOf("db", "other"));
    }

    @Test
    void shouldReportAFullSubnetForWhoeverFindsNoAddress()
    {
        final ApplyReport report = service.apply(topology(TWO.replace("10.9.0.0/24", "10.9.0.0/30")));
        assertEquals(1, report.failures().size());
        assertTrue(report.failures().get(0).startsWith("container web on back: no available IPv4 addresses on this " +
            "network's address pools: back ("), report.failures().get(0));
        assertEquals("10.9.0.2/30", addressOf("db", "back"));
    }
}
