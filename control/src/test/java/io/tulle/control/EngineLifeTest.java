package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.Cidr;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A container's life on networks of Docker, as Docker tells it, and each step of it told twice. */
class EngineLifeTest extends EngineTestBase
{
    @BeforeEach
    void networks()
    {
        givenNetworks();
    }

    @Test
    void shouldReserveJoinLeaveAndForget()
    {
        final EngineEndpoint reserved = docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
        assertEquals(MacAddr.parse("02:42:0a:51:00:02"), reserved.mac());
        assertEquals(List.of(), fabric.takeCalls(), "no device before it joins");
        assertEquals(new JoinedInterface("tl11111111111", "eth", ip("10.81.0.1"), null),
            docker().join(WEB, FIRST, KEY));
        assertEquals(List.of("open sandbox-1111382c4e55",
            "attach sandbox-1111382c4e55 to abababababab as tl11111111111 10.81.0.2/24"), fabric.takeCalls());
        assertEquals("10.81.0.2/24", addressOf("sandbox-1111382c4e55", "abababababab"));
        docker().leave(WEB, FIRST);
        assertEquals(List.of("detach sandbox-1111382c4e55 from abababababab", "close sandbox-1111382c4e55"),
            fabric.takeCalls());
        assertEquals(List.of(), service.containers());
        docker().removeEndpoint(WEB, FIRST);
        docker().removeNetwork(WEB);
        docker().removeNetwork(LAB);
        assertEquals(List.of("remove abababababab", "remove lab"), fabric.takeCalls());
    }

    @Test
    void shouldAnswerTheSameTwice()
    {
        docker().createNetwork(network(WEB, "10.81.0.0/24", Map.of()));
        assertEquals(docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24")),
            docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24")));
        assertEquals(docker().join(WEB, FIRST, KEY), docker().join(WEB, FIRST, KEY));
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        fabric.takeCalls();
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        assertEquals(List.of(), fabric.takeCalls());
        docker().revokeConnectivity(WEB, FIRST);
        docker().leave(WEB, FIRST);
        docker().removeEndpoint(WEB, FIRST);
        docker().removeNetwork(WEB);
        fabric.takeCalls();
        docker().revokeConnectivity(WEB, FIRST);
        docker().leave(WEB, FIRST);
        docker().removeEndpoint(WEB, FIRST);
        docker().removeNetwork(WEB);
        assertEquals(List.of("remove what is left of tl11111111111"), fabric.takeCalls(), "its record may be lost");
    }

    @Test
    void shouldRefuseOtherContentForTheSameId()
    {
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        assertRefused(409, "network " + WEB + " already exists with other settings, as abababababab; remove it first",
            () -> docker().createNetwork(network(WEB, "10.81.1.0/24", Map.of())));
        assertRefused(409, "endpoint " + FIRST + " already exists with other settings",
            () -> docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.3/24")));
        assertRefused(409, "endpoint " + FIRST + " has joined sandbox " + KEY + " already; let it leave first",
            () -> docker().join(WEB, FIRST, OTHER_KEY));
    }

    @Test
    void shouldShareASandboxAmongEndpointsOfOneKey()
    {
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        assertEquals(new JoinedInterface("tl22222222222", "eth", null, null),
            givenJoined(LAB, SECOND, "10.82.0.2/24", KEY), "an internal network has no gateway");
        assertEquals(1, service.containers().size());
        docker().leave(WEB, FIRST);
        assertEquals(List.of("detach sandbox-1111382c4e55 from abababababab"), fabric.takeCalls());
        docker().leave(LAB, SECOND);
        assertEquals("close sandbox-1111382c4e55", fabric.calls.get(1));
    }

    @Test
    void shouldLeaveNothingOfAJoinThatFails()
    {
        docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
        fabric.failing.add("attach");
        assertRefused(500, "container sandbox-1111382c4e55 on abababababab: no such thing; make it first",
            () -> docker().join(WEB, FIRST, KEY));
        assertEquals(List.of("detach sandbox-1111382c4e55 from abababababab", "close sandbox-1111382c4e55"),
            fabric.takeCalls().subList(2, 4));
        assertEquals(List.of(), service.containers());
        fabric.failing.clear();
        docker().join(WEB, FIRST, OTHER_KEY);
        assertEquals("10.81.0.2/24", addressOf("sandbox-222", "abababababab"));
    }

    @Test
    void shouldHonourWhatTheUserAskedOfTheInterface()
    {
        docker().createNetwork(network(THIRD, "10.83.0.0/24", Map.of("com.docker.network.driver.mtu", "9000",
            "com.docker.network.container_iface_prefix", "net", "com.docker.network.bridge.name", "br7", "foo", "1")));
        docker().createEndpoint(endpoint(THIRD, FIRST, "10.83.0.2/24", "02:00:00:00:00:07", Map.of()));
        docker().createEndpoint(endpoint(THIRD, SECOND, "10.83.0.3/24", null,
            Map.of("com.docker.network.driver.mtu", "1400")));
        assertEquals("net", docker().join(THIRD, FIRST, KEY).prefix());
        docker().join(THIRD, SECOND, OTHER_KEY);
        assertEquals(9000, joined("sandbox-1111382c4e55", "333333333333").mtu());
        assertEquals("02:00:00:00:00:07", joined("sandbox-1111382c4e55", "333333333333").mac());
        assertEquals(1400, joined("sandbox-222", "333333333333").mtu());
    }

    @Test
    void shouldPreferTheGatewayThatTheUserSetAside()
    {
        final Cidr subnet = Cidr.parse("10.83.0.0/24");
        docker().createNetwork(new EngineNetwork(THIRD, "db", false, true, false,
            List.of(new IpamPool(subnet, null, null,
                Map.of("DefaultGatewayIPv4", ip("10.83.0.131"), "printer", ip("10.83.0.1")))),
            Map.of(), Map.of()));
        assertEquals(ip("10.83.0.2"), service.inspect("db").network().ipv4Pool().gateway());
        assertEquals(ip("10.83.0.131"), givenJoined(THIRD, FIRST, "10.83.0.3/24", KEY).gatewayIpv4());
    }

    @Test
    void shouldTellWhatIsKnown()
    {
        assertEquals(Map.of(), docker().info(WEB, FIRST));
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        assertEquals(Map.of("container", "sandbox-1111382c4e55", "device", "tl11111111111", "ipv4", "10.81.0.2/24",
            "mac", "02:42:0a:51:00:02", "ports", "0.0.0.0:8080->80/tcp", "sandbox", KEY.toString()),
            docker().info(WEB, FIRST));
    }

    @Test
    void shouldGiveEachDeviceANameOfItsOwn()
    {
        final String twin = "1".repeat(11) + "2".repeat(53);
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        assertEquals("tl11111111112", givenJoined(WEB, twin, "10.81.0.3/24", OTHER_KEY).source());
    }

    @Test
    void shouldRefuseWhatMakesNoSense()
    {
        assertRefused(404, "network " + THIRD + " not found",
            () -> docker().createEndpoint(endpoint(THIRD, FIRST, "10.83.0.2/24")));
        assertRefused(404, "endpoint " + FIRST + " not found on network abababababab",
            () -> docker().join(WEB, FIRST, KEY));
        assertRefused(400, "invalid address 10.9.0.2: It does not belong to any of this network's subnets",
            () -> docker().createEndpoint(endpoint(WEB, FIRST, "10.9.0.2/24")));
        assertRefused(409, "Address already in use: 10.81.0.1 on network abababababab",
            () -> docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.1/24")));
        assertRefused(400, "invalid address 10.81.0.2/16: the prefix of network abababababab has another length",
            () -> docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/16")));
        assertRefused(400, "endpoint " + FIRST + " lacks an address of 10.81.0.0/24 for network abababababab",
            () -> docker().createEndpoint(endpoint(WEB, FIRST, null)));
        assertRefused(400, "sandbox key \"web\" is not the path of a namespace", () ->
        {
            docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
            docker().join(WEB, FIRST, Path.of("web"));
        });
        assertTrue(assertThrows(ControlException.class, () -> docker().createNetwork(
            network(THIRD, "10.83.0.0/24", Map.of("tulle.source_gard", "1")))).getMessage()
            .contains("tulle.source_guard"));
        assertTrue(assertThrows(ControlException.class, () -> docker().createNetwork(
            network(THIRD, "10.83.0.0/24", Map.of("com.docker.network.driver.mtu", "abc")))).getMessage()
            .startsWith("failed to parse com.docker.network.driver.mtu value: \"abc\""));
        assertRefused(400, "subnet 0.0.0.0/0 is not one network: choose another IPAM driver than null",
            () -> docker().createNetwork(network(THIRD, "0.0.0.0/0", Map.of())));
    }

    @Test
    void shouldRefuseASubnetThatIsNoNetworkOfContainers()
    {
        assertRefused(400, "subnet 127.9.0.0/24 overlaps 127.0.0.0/8, which is the loopback network; choose a " +
            "private subnet such as 10.30.0.0/24",
            () -> docker().createNetwork(network(THIRD, "127.9.0.0/24", Map.of())));
    }

    @Test
    void shouldRefuseANamespaceThatCannotBeAContainers()
    {
        docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
        assertRefused(400, "/proc/self/ns/net is the host's own network namespace",
            () -> docker().join(WEB, FIRST, Path.of("/proc/self/ns/net")));
        final Path painted = Path.of("/run/docker/netns/\u001b[31m");
        assertRefused(400, "sandbox key \"" + painted + "\" is not the path of a namespace",
            () -> docker().join(WEB, FIRST, painted));
        assertEquals(List.of(), service.containers());
    }

    @Test
    void shouldHaveSavedEachStepBeforeItAnswers() throws Exception
    {
        docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
        assertTrue(Files.readString(stateDir.resolve(StateStore.FILE)).contains(FIRST));
        reopen();
        service.restore();
        docker().join(WEB, FIRST, KEY);
        assertTrue(Files.readString(stateDir.resolve(StateStore.FILE)).contains("engine:" + KEY));
    }
}
