package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.PortMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ports of containers of Docker: published when Docker says which network has the default route, all or none. */
class EnginePortsTest extends EngineTestBase
{
    private static final String FIRST_NAME = "sandbox-1111382c4e55";

    @BeforeEach
    void join()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
    }

    @Test
    void shouldPublishExactPortsThenRangesThenAnyAndTakeBack()
    {
        docker().programConnectivity(WEB, FIRST,
            ports("53/udp", "8000-8010:90", "8081:81", "8080:80", "127.0.0.1:7:7"));
        assertEquals(List.of("publish 127.0.0.1:7->7/tcp of " + FIRST_NAME + " to 10.81.0.2",
            "publish 0.0.0.0:8080-8081->80-81/tcp of " + FIRST_NAME + " to 10.81.0.2",
            "publish 0.0.0.0:8000-8010->90/tcp of " + FIRST_NAME + " to 10.81.0.2",
            "publish 0.0.0.0:0->53/udp of " + FIRST_NAME + " to 10.81.0.2"), fabric.takeCalls());
        assertTrue(joined(FIRST_NAME, "abababababab").defaultGateway());
        assertEquals(4, service.ports(FIRST_NAME).size());
        docker().revokeConnectivity(WEB, FIRST);
        assertEquals(4, fabric.takeCalls().stream().filter(call -> call.startsWith("unpublish")).count());
        assertEquals(List.of(), service.ports(null));
    }

    @Test
    void shouldPublishAThousandPortsAsOne()
    {
        final List<PortMapping> mappings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++)
        {
            mappings.add(PortMapping.parse(20_000 + i + ":" + (20_000 + i)));
        }
        docker().programConnectivity(WEB, FIRST, mappings);
        assertEquals(List.of("publish 0.0.0.0:20000-20999->20000-20999/tcp of " + FIRST_NAME + " to 10.81.0.2"),
            fabric.takeCalls());
    }

    @Test
    void shouldLeaveNothingIfOnePortCannotBeHad()
    {
        fabric.takenPorts.add(8081);
        assertRefused(409, "Bind for 0.0.0.0:8081 failed: port is already allocated",
            () -> docker().programConnectivity(WEB, FIRST, ports("8080:80", "8081:443")));
        assertEquals("unpublish 0.0.0.0:8080->80/tcp of " + FIRST_NAME, fabric.calls.get(2));
        assertEquals(List.of(), service.ports(null));
        reopen();
        service.restore();
        assertEquals(List.of(), service.ports(null));
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        assertEquals(1, service.ports(null).size());
    }

    @Test
    void shouldSayWhoHasAPort()
    {
        givenJoined(WEB, SECOND, "10.81.0.3/24", OTHER_KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80", "8081:81"));
        assertRefused(409, "Bind for 0.0.0.0:8081 failed: port is already allocated: container " + FIRST_NAME +
            " publishes 0.0.0.0:8080-8081->80-81/tcp",
            () -> docker().programConnectivity(WEB, SECOND, ports("8081:80", "8082:81")));
    }

    @Test
    void shouldRefuseWhatIsNotServed()
    {
        assertRefused(400, "sctp ports are not served; publish tcp and udp ports",
            () -> docker().programConnectivity(WEB, FIRST, ports("8080:80/sctp")));
        givenJoined(LAB, SECOND, "10.82.0.2/24", KEY);
        assertRefused(409, "network lab is internal: there is no way in to published ports",
            () -> docker().programConnectivity(LAB, SECOND, ports("8080:80")));
        docker().createEndpoint(endpoint(WEB, THIRD, "10.81.0.4/24"));
        assertRefused(409, "endpoint " + THIRD + " has joined no sandbox",
            () -> docker().programConnectivity(WEB, THIRD, ports("8080:80")));
        assertEquals(List.of(), service.ports(null));
    }

    @Test
    void shouldGiveMappingsOfTwoAddressesTheSamePort()
    {
        fabric.takenPorts.add(32_768);
        docker().programConnectivity(WEB, FIRST, ports("127.0.0.1::80", "127.0.0.2::80"));
        assertEquals(List.of("127.0.0.1:32769", "127.0.0.2:32769"), service.ports(null).stream()
            .map(row -> row.hostIp() + ":" + row.hostPort()).toList());
    }

    @Test
    void shouldMoveWithTheDefaultRouteAndLetLivePortsFollow()
    {
        docker().createNetwork(network(THIRD, "10.83.0.0/24", Map.of()));
        givenJoined(THIRD, SECOND, "10.83.0.2/24", KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        service.publish(FIRST_NAME, PortMapping.parse("9000:90"));
        docker().revokeConnectivity(WEB, FIRST);
        assertEquals(List.of(0), service.ports(null).stream().map(row -> null == row.network() ? 0 : 1).toList());
        docker().programConnectivity(THIRD, SECOND, ports("8080:80"));
        assertEquals(List.of("8080 333333333333", "9000 333333333333"),
            service.ports(null).stream().map(row -> row.hostPort() + " " + row.network()).toList());
        assertTrue(fabric.calls.stream().noneMatch(call -> call.startsWith("gateway")), "Docker sets routes");
    }

    @Test
    void shouldTakeTheRouteFromTheOtherNetworkIfDockerForgotToSay()
    {
        docker().createNetwork(network(THIRD, "10.83.0.0/24", Map.of()));
        givenJoined(THIRD, SECOND, "10.83.0.2/24", KEY);
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        docker().programConnectivity(THIRD, SECOND, ports("8080:80"));
        assertEquals(List.of("8080 333333333333"),
            service.ports(null).stream().map(row -> row.hostPort() + " " + row.network()).toList());
    }

    @Test
    void shouldKeepPortsOverARestart()
    {
        fabric.takenPorts.add(32_768);
        docker().programConnectivity(WEB, FIRST, ports("8080:80", "53/udp"));
        reopen();
        fabric.takenPorts.clear();
        assertEquals(List.of(), service.restore().problems());
        assertEquals(List.of(8080, 32_769), service.ports(null).stream().map(PortRow::hostPort).toList());
        fabric.takeCalls();
        docker().programConnectivity(WEB, FIRST, ports("8080:80", "53/udp"));
        assertEquals(List.of(), fabric.takeCalls());
        docker().leave(WEB, FIRST);
        assertEquals(List.of(), service.ports(null));
    }
}
