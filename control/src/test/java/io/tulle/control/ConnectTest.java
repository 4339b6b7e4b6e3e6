package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Joining and leaving networks live, in Docker's words. */
class ConnectTest extends ServiceTest
{
    @BeforeEach
    void shop()
    {
        given(SHOP + "  agent: {network_mode: host}\n  batch: {netns: create, network_mode: none}\n");
    }

    @Test
    void shouldGiveTheNextInterfaceAndMoveTheDefaultRouteByName()
    {
        service.createNetwork(CreateNetwork.named("aanet"));
        final Endpoint endpoint = service.connect(Connect.of("aanet", "web"));
        assertEquals("eth2", endpoint.interfaceName());
        assertEquals(List.of("create aanet", "attach web to aanet as eth2 172.17.0.2/16",
            "gateway of web is aanet 172.17.0.1"), fabric.calls);
    }

    @Test
    void shouldLeaveTheDefaultRouteWhereAnEarlierNameHasIt()
    {
        service.createNetwork(CreateNetwork.named("zznet"));
        fabric.takeCalls();
        service.connect(Connect.of("zznet", "web"));
        assertEquals(List.of("attach web to zznet as eth2 172.17.0.2/16"), fabric.calls);
    }

    @Test
    void shouldPreferGatewayPriorityToTheName()
    {
        service.createNetwork(CreateNetwork.named("zznet"));
        service.connect(new Connect("zznet", "web", null, null, null, null, null, 1));
        assertTrue(joined("web", "zznet").defaultGateway());
    }

    @Test
    void shouldPreferDualStackToTheName()
    {
        service.createNetwork(new CreateNetwork("zznet", false, false, null, true, null, null, null));
        service.connect(Connect.of("zznet", "web"));
        assertTrue(joined("web", "zznet").defaultGateway());
    }

    @Test
    void shouldNeverRouteThroughAnInternalNetworkWhateverItsPriority()
    {
        service.createNetwork(new CreateNetwork("aanet", true, false, null, true, null, null, null));
        service.connect(new Connect("aanet", "web", null, null, null, null, null, 100));
        assertTrue(joined("web", "front").defaultGateway());
    }

    @Test
    void shouldUseTheSettingsThatAreAskedFor()
    {
        final Endpoint endpoint = service.connect(new Connect("front", "db", "10.30.0.77", null, "02:42:01:02:03:04",
            List.of("store"), Map.of("com.docker.network.endpoint.ifname", "lan7"), 0));
        assertEquals("10.30.0.77/24", endpoint.ipv4().toString());
        assertEquals("02:42:01:02:03:04", endpoint.mac().toString());
        assertEquals("lan7", endpoint.interfaceName());
        assertEquals(List.of("store"), endpoint.aliases());
        assertEquals(Origin.API, endpoint.origin());
    }

    @Test
    void shouldRefuseAnAddressInUse()
    {
        assertRefused(409, "Address already in use: 10.30.0.2 on network front",
            () -> service.connect(new Connect("front", "db", "10.30.0.2", null, null, null, null, 0)));
        assertRefused(409, "Address already in use: 10.30.0.1 on network front",
            () -> service.connect(new Connect("front", "db", "10.30.0.1", null, null, null, null, 0)));
    }

    @Test
    void shouldRefuseTheGatewaysMacAddress()
    {
        final String gatewayMac = service.inspect("front").network().gatewayMac().toString();
        assertRefused(409, "MAC address " + gatewayMac + " is the gateway's on network front; " +
            "give the container another mac_address, or none",
            () -> service.connect(new Connect("front", "db", null, null, gatewayMac, null, null, 0)));
    }

    @Test
    void shouldRefuseAnAddressOfAnotherSubnet()
    {
        assertRefused(400, "invalid address 10.31.0.2: It does not belong to any of this network's subnets",
            () -> service.connect(new Connect("front", "db", "10.31.0.2", null, null, null, null, 0)));
        assertRefused(400, "invalid address fd00::2: network front has no IPv6 subnet",
            () -> service.connect(new Connect("front", "db", null, "fd00::2", null, null, null, 0)));
    }

    @Test
    void shouldRefuseWhatIsNotAnAddress()
    {
        assertRefused(400, "invalid endpoint settings: 02:42 is not a MAC address; write an address such as " +
            "02:42:0a:1e:00:02", () -> service.connect(new Connect("front", "db", null, null, "02:42", null, null, 0)));
    }

    @Test
    void shouldRefuseASecondEndpointOnTheSameNetwork()
    {
        assertRefused(409, "endpoint with name web already exists in network front",
            () -> service.connect(Connect.of("front", "web")));
    }

    @Test
    void shouldRefuseModesThatHaveNoNetworks()
    {
        assertRefused(409, "container sharing network namespace with another container or host cannot be connected " +
            "to any other network", () -> service.connect(Connect.of("front", "agent")));
        assertRefused(409, "container cannot be connected to multiple networks with one of the networks in private " +
            "(none) mode", () -> service.connect(Connect.of("front", "batch")));
    }

    @Test
    void shouldSayWhatIsNotThere()
    {
        assertRefused(404, "network nowhere not found", () -> service.connect(Connect.of("nowhere", "web")));
        assertRefused(404, "No such container: nobody", () -> service.connect(Connect.of("front", "nobody")));
    }

    @Test
    void shouldForgetAnEndpointThatCouldNotBeMade()
    {
        fabric.failing.add("attach db to front");
        assertRefused(500, "container db on front: no such thing; make it first",
            () -> service.connect(Connect.of("front", "db")));
        fabric.failing.clear();
        assertEquals("10.30.0.3/24", service.connect(Connect.of("front", "db")).ipv4().toString());
    }

    @Test
    void shouldDisconnectAndFreeTheAddressAtOnce()
    {
        service.disconnect("front", "web", false);
        assertEquals(List.of("detach web from front", "gateway of web is none"), fabric.calls);
        assertEquals("10.30.0.2/24", service.connect(Connect.of("front", "db")).ipv4().toString());
        assertRefused(409, "container web is not connected to network front",
            () -> service.disconnect("front", "web", false));
    }

    @Test
    void shouldForceADisconnectThatTheFabricCannotDo()
    {
        fabric.failing.add("detach web");
        assertRefused(500, "endpoint web on front: no such thing; make it first; --force forgets the endpoint all " +
            "the same", () -> service.disconnect("front", "web", false));
        service.disconnect("front", "web", true);
        assertEquals(0, service.inspect("front").endpoints().size());
    }

    @Test
    void shouldJoinAgainByTheNextApplyWhatWasTakenOffLive()
    {
        service.disconnect("front", "web", false);
        assertTrue(service.plan(topology(SHOP)).lines().contains("+ endpoint web on front eth1 10.30.0.2/24"));
    }

    @Test
    void shouldForgetALostEndpointUntilTheNextApply()
    {
        final String lost = joined("web", "front").endpointId();
        fabric.attached.remove(lost);
        service.endpointLost(lost);
        service.endpointLost("unknown");
        assertEquals(0, service.inspect("front").endpoints().size());
        assertEquals(List.of("detach web from front", "gateway of web is none"), fabric.calls);
        assertTrue(service.plan(topology(SHOP)).lines().contains("+ endpoint web on front eth1 10.30.0.2/24"));
    }

    @Test
    void shouldForgetALostSandboxWithItsEndpoints()
    {
        final String id = service.containers().stream().filter(row -> row.name().equals("web")).findFirst()
            .orElseThrow().sandboxId();
        service.sandboxLost(id);
        assertFalse(service.containers().stream().anyMatch(row -> row.name().equals("web")));
        assertEquals(1, service.inspect("back").endpoints().size());
    }
}
