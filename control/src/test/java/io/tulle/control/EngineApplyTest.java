package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files and containers of Docker side by side: neither touches the other's. */
class EngineApplyTest extends EngineTestBase
{
    private static final String FIRST_NAME = "sandbox-1111382c4e55";

    @Test
    void shouldNeverPlanWhatIsDockers()
    {
        given(SHOP);
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        fabric.vanished.add(FIRST_NAME);
        fabric.attached.remove(FIRST);
        fabric.takeCalls();
        assertTrue(service.plan(topology(SHOP)).isEmpty());
        final String empty = "name: shop\n";
        service.apply(topology(empty));
        assertEquals(List.of("detach db from back", "detach web from back", "detach web from front", "close db",
            "close web", "remove back", "remove front"), fabric.takeCalls());
        assertEquals(1, service.containers().size());
        assertEquals(1, service.ports(null).size());
    }

    @Test
    void shouldYieldNamesThatAFileDeclares()
    {
        docker().createNetwork(network(WEB, "front", false, "10.81.0.0/24", Map.of()));
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        final String file = SHOP.replace("web", FIRST_NAME).replace("netns: " + FIRST_NAME, "netns: web");
        fabric.takeCalls();
        final List<String> lines = service.plan(topology(file)).lines();
        assertTrue(lines.contains("+ network front 10.30.0.0/24"), lines.toString());
        assertTrue(lines.contains("+ container " + FIRST_NAME + " netns web"), lines.toString());
        assertEquals("front", service.inspect(WEB).network().name(), "a plan changes nothing");
        assertEquals(List.of(), fabric.takeCalls());
        assertEquals(List.of(), service.apply(topology(file)).failures());
        assertEquals(List.of("update abababababab", "names of " + FIRST_NAME + "-2 on abababababab are []",
            "resolver of " + FIRST_NAME + "-2 is []", "names of " + FIRST_NAME + "-2 on abababababab are []"),
            fabric.calls.subList(0, 4));
        assertEquals("abababababab", service.inspect(WEB).network().name());
        assertEquals("10.81.0.2/24", addressOf(FIRST_NAME + "-2", "abababababab"));
        assertEquals(List.of(FIRST_NAME + "-2"), service.ports(null).stream().map(PortRow::container).toList());
        assertTrue(service.plan(topology(file)).isEmpty());
        reopen();
        service.restore();
        assertEquals("10.81.0.2/24", addressOf(FIRST_NAME + "-2", "abababababab"));
        docker().leave(WEB, FIRST);
        assertEquals(List.of(), service.ports(null));
    }

    @Test
    void shouldChooseSubnetsThatDockerDoesNotHave()
    {
        docker().createNetwork(network(WEB, "172.17.0.0/16", Map.of()));
        given("name: shop\nnetworks: {front: {}}\n");
        assertEquals(List.of("172.18.0.0/16"), service.networks().stream()
            .filter(row -> "front".equals(row.name())).findFirst().orElseThrow().subnets());
        service.createNetwork(CreateNetwork.named("live"));
        assertEquals(List.of("172.19.0.0/16"), service.networks().stream()
            .filter(row -> "live".equals(row.name())).findFirst().orElseThrow().subnets());
    }

    @Test
    void shouldLetNetworksOverlapAndTheFirstHaveTheHostsRoute()
    {
        given(SHOP);
        docker().createNetwork(network(WEB, "10.30.0.0/16", Map.of()));
        assertFalse(service.inspect(WEB).network().hostAccess());
        assertTrue(service.plan(topology(SHOP)).isEmpty());
        docker().createNetwork(network(LAB, "172.30.0.0/24", Map.of()));
        assertTrue(service.inspect(LAB).network().hostAccess(), "the other one is internal");
        assertTrue(service.plan(topology(SHOP)).isEmpty());
        docker().createNetwork(network(WEB, "10.30.0.0/16", Map.of()));
        assertEquals(List.of("network more: invalid pool request: Pool overlaps with other one on this address " +
            "space: 172.30.0.128/25 and 172.30.0.0/24"), service.plan(topology("""
            name: shop
            networks: {more: {ipam: {config: [{subnet: 172.30.0.128/25}]}}}
            """)).problems());
    }

    @Test
    void shouldHonourWayOutAndHostAccess()
    {
        given("name: shop\nuplinks: {lan: {interface: eth0}, dsl: {interface: eth1}}\n");
        docker().createNetwork(network(WEB, "10.81.0.0/24",
            Map.of("tulle.uplink", "dsl", "tulle.host_access", "false")));
        assertEquals("dsl", service.inspect(WEB).network().uplink());
        assertFalse(service.inspect(WEB).network().hostAccess());
        docker().createNetwork(network(LAB, "10.82.0.0/24", Map.of()));
        assertEquals(null, service.inspect(LAB).network().uplink());
        fabric.takeCalls();
        service.apply(topology("name: shop\nuplinks: {lan: {interface: eth0}}\n"));
        assertEquals(List.of("no uplink dsl", "update cdcdcdcdcdcd"), fabric.takeCalls(), "by the only one");
        assertRefused(400, "gateway mode 'isolated' can only be used for an internal network",
            () -> docker().createNetwork(network(THIRD, "10.83.0.0/24",
                Map.of("com.docker.network.bridge.gateway_mode_ipv4", "isolated"))));
    }

    @Test
    void shouldSendUsersToDockerForWhatIsDockers()
    {
        given(SHOP);
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        assertRefused(409, "network lab is Docker's; remove it there (docker network rm)",
            () -> service.removeNetwork("lab"));
        assertRefused(409, "network lab is a container engine's; connect and disconnect it there " +
            "(docker network connect)", () -> service.connect(Connect.of("lab", "web")));
        assertRefused(409, "container " + FIRST_NAME + " is a container engine's; connect and disconnect it there " +
            "(docker network connect)", () -> service.connect(Connect.of("front", FIRST_NAME)));
        assertRefused(409, "network abababababab is a container engine's; connect and disconnect it there " +
            "(docker network connect)", () -> service.disconnect("abababababab", FIRST_NAME, true));
    }

    @Test
    void shouldLeaveTheRecordsOfDockersNetworksWhenAllElseGoes()
    {
        given(SHOP);
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.3/24"));
        assertTrue(Plan.removalOf(state()).lines().contains("- network lab (is Docker's: its record is kept)"));
        assertEquals(List.of(), service.down());
        assertTrue(fabric.calls.containsAll(List.of("detach " + FIRST_NAME + " from abababababab",
            "close " + FIRST_NAME, "remove abababababab", "remove lab", "remove front")));
        reopen();
        assertEquals(new RestoreReport(2, 0, 0, List.of()), service.restore());
        assertEquals(Map.of(), docker().info(WEB, SECOND));
        docker().createEndpoint(endpoint(WEB, THIRD, "10.81.0.2/24"));
        docker().removeNetwork(WEB);
        docker().removeNetwork(LAB);
        service.down();
        assertFalse(Files.exists(stateDir.resolve(StateStore.FILE)));
    }

    /** As it is on disk. */
    private State state()
    {
        return new StateStore(stateDir).load(new ArrayList<>());
    }
}
