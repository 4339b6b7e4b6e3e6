package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.PortMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Containers of Docker that end without a word, and a Docker or a Tulle that is killed. */
class EngineDeathTest extends EngineTestBase
{
    private static final String FIRST_NAME = "sandbox-1111382c4e55";

    @BeforeEach
    void join()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
    }

    @Test
    void shouldRefuseTheAddressOfOneThatLivesAndNameIt()
    {
        assertRefused(409,
            "Address already in use: 10.81.0.2 on network abababababab is that of container " + FIRST_NAME,
            () -> docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.2/24", "02:00:00:00:00:01", Map.of())));
        assertRefused(409, "Address already in use: 02:42:0a:51:00:02 on network abababababab is that of container " +
            FIRST_NAME,
            () -> docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.3/24", "02:42:0a:51:00:02", Map.of())));
    }

    @Test
    void shouldGiveTheAddressOfADeadOneToTheNext()
    {
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        fabric.attached.remove(FIRST);
        fabric.takeCalls();
        docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.2/24"));
        assertEquals(List.of("unpublish 0.0.0.0:8080->80/tcp of " + FIRST_NAME,
            "detach " + FIRST_NAME + " from abababababab", "close " + FIRST_NAME), fabric.takeCalls());
        assertEquals(Map.of(), docker().info(WEB, FIRST));
        docker().createEndpoint(endpoint(WEB, THIRD, "10.81.0.2/24"));
        assertEquals(Map.of(), docker().info(WEB, SECOND), "one that never joined makes room, too");
    }

    @Test
    void shouldRemoveTheDeviceOfAnEndpointWhoseRecordIsLost()
    {
        fabric.takeCalls();
        docker().removeEndpoint(WEB, SECOND);
        assertEquals(List.of("remove what is left of tl" + SECOND.substring(0, 11)), fabric.takeCalls());
        fabric.failing.add("remove what");
        docker().removeEndpoint(WEB, SECOND);
    }

    @Test
    void shouldNotEvictForAnAddressThatIsRefused()
    {
        fabric.attached.remove(FIRST);
        assertThrows(ControlException.class, () -> docker().createEndpoint(
            endpoint(WEB, SECOND, "10.81.0.1/24", "02:42:0a:51:00:02", Map.of())));
        assertEquals("10.81.0.2/24", addressOf(FIRST_NAME, "abababababab"));
    }

    @Test
    void shouldForgetAtActivationWhatDiedAndKeepWhatLives()
    {
        givenJoined(WEB, SECOND, "10.81.0.3/24", OTHER_KEY);
        docker().createEndpoint(endpoint(WEB, THIRD, "10.81.0.4/24"));
        fabric.vanished.add("sandbox-222");
        docker().activate();
        assertEquals(List.of(FIRST_NAME), service.containers().stream().map(ContainerRow::name).toList());
        assertEquals(Map.of(), docker().info(WEB, SECOND));
        assertEquals(Map.of(), docker().info(WEB, THIRD));
    }

    @Test
    void shouldForgetAContainerWithItsDevice()
    {
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        service.publish(FIRST_NAME, PortMapping.parse("9000:90"));
        fabric.vanished.add(FIRST_NAME);
        fabric.attached.remove(FIRST);
        service.endpointLost(FIRST);
        assertEquals(List.of(), service.containers());
        assertEquals(List.of(), service.ports(null));
        assertEquals(Map.of(), docker().info(WEB, FIRST));
        docker().leave(WEB, FIRST);
        docker().removeEndpoint(WEB, FIRST);
    }

    @Test
    void shouldKeepTheAddressOfAContainerThatLostItsDeviceAlone()
    {
        fabric.attached.remove(FIRST);
        service.endpointLost(FIRST);
        assertEquals(List.of(), service.containers());
        assertEquals("10.81.0.2/24", docker().info(WEB, FIRST).get("ipv4"));
        docker().join(WEB, FIRST, KEY);
        assertEquals("10.81.0.2/24", addressOf(FIRST_NAME, "abababababab"));
    }

    @Test
    void shouldKeepAContainerThatJoinedAgainBeforeItsLossWasTold()
    {
        service.endpointLost(FIRST);
        assertEquals("10.81.0.2/24", addressOf(FIRST_NAME, "abababababab"));
    }

    @Test
    void shouldForgetAContainerWithItsNamespace()
    {
        givenJoined(LAB, SECOND, "10.82.0.2/24", KEY);
        fabric.vanished.add(FIRST_NAME);
        service.sandboxLost(service.containers().get(0).sandboxId());
        assertEquals(List.of(), service.containers());
        assertEquals(Map.of(), docker().info(LAB, SECOND));
        assertEquals(List.of("detach " + FIRST_NAME + " from abababababab", "detach " + FIRST_NAME + " from lab",
            "close " + FIRST_NAME), fabric.takeCalls());
    }

    @Test
    void shouldJoinAnewIfTheDeviceDiedBeforeItWasNoticed()
    {
        fabric.attached.remove(FIRST);
        assertEquals("tl11111111111", docker().join(WEB, FIRST, KEY).source());
        assertTrue(fabric.attached.contains(FIRST));
    }

    @Test
    void shouldPutTheNewEndpointInPlaceOfOneWhoseLeaveWasLost()
    {
        docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.3/24"));
        docker().join(WEB, SECOND, KEY);
        assertEquals("10.81.0.3/24", addressOf(FIRST_NAME, "abababababab"));
        assertEquals(1, service.inspect(WEB).endpoints().size());
    }

    @Test
    void shouldTakeEverythingOffANetworkThatIsRemoved()
    {
        docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.3/24"));
        docker().removeNetwork(WEB);
        assertEquals(List.of("detach " + FIRST_NAME + " from abababababab", "close " + FIRST_NAME,
            "remove abababababab"), fabric.takeCalls());
        docker().removeNetwork(LAB);
        assertEquals(List.of(), service.networks());
    }

    @Test
    void shouldKeepTheRecordOfADeviceThatStaysUntilTheEndpointGoes()
    {
        fabric.failing.add("detach");
        assertRefused(500, "container " + FIRST_NAME + " on abababababab: no such thing; make it first",
            () -> docker().leave(WEB, FIRST));
        assertEquals(1, service.containers().size());
        assertThrows(ControlException.class, () -> docker().removeEndpoint(WEB, FIRST));
        assertEquals(List.of(), service.containers());
    }

    @Test
    void shouldFindEverythingAgainAfterAKill()
    {
        docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.3/24"));
        docker().createNetwork(network(THIRD, "10.83.0.0/24", Map.of("foreign", "1", "tulle.fdb.ageing", "60s")));
        found(FIRST_NAME);
        reopen();
        assertEquals(new RestoreReport(3, 1, 1, List.of()), service.restore());
        assertEquals("10.81.0.3/24", docker().info(WEB, SECOND).get("ipv4"));
        assertTrue(fabric.calls.contains("attach " + FIRST_NAME + " to abababababab as tl11111111111 10.81.0.2/24"));
        assertEquals(60, service.inspect(THIRD).network().options().fdbAgeing().toSeconds());
        assertEquals("tl11111111111", docker().join(WEB, FIRST, KEY).source());
    }

    @Test
    void shouldDropAtAStartWhatEndedInTheMeantime()
    {
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        found(FIRST_NAME);
        reopen();
        fabric.vanished.add(FIRST_NAME);
        fabric.takeCalls();
        assertEquals(new RestoreReport(2, 0, 0, List.of("container " + FIRST_NAME +
            " ended while Tulle was not there; what it had on abababababab is removed")), service.restore());
        assertTrue(fabric.calls.contains("detach " + FIRST_NAME + " from abababababab"));
        assertTrue(fabric.calls.stream().noneMatch(call -> call.startsWith("attach") || call.startsWith("publish")));
        assertEquals(Map.of(), docker().info(WEB, FIRST));
    }

    @Test
    void shouldKeepAReservationWhoseDeviceIsGone()
    {
        reopen();
        fabric.failing.add("attach");
        assertEquals(1, service.restore().problems().size());
        assertEquals(List.of(), service.containers());
        fabric.failing.clear();
        docker().join(WEB, FIRST, OTHER_KEY);
        assertEquals("10.81.0.2/24", addressOf("sandbox-222", "abababababab"));
    }

    @Test
    void shouldKeepANetworkThatCannotBeMadeAgain()
    {
        reopen();
        fabric.failing.add("create abababababab");
        assertEquals(1, service.restore().problems().size());
        assertEquals(List.of("abababababab", "lab"), service.networks().stream().map(NetworkRow::name).toList());
        assertEquals(List.of(), service.containers());
    }

    /** Whichever step it is that a kill comes before: Docker goes on, and in the end nothing is left. */
    @Test
    void shouldOutliveAKillBeforeAnyStep() throws IOException
    {
        docker().removeEndpoint(WEB, FIRST);
        for (int step = 0; step < 5; step++)
        {
            fabric.takeCalls();
            killBefore(step);
            docker().createEndpoint(endpoint(WEB, SECOND, "10.81.0.2/24"));
            docker().join(WEB, SECOND, OTHER_KEY);
            docker().programConnectivity(WEB, SECOND, ports("8080:80"));
            assertEquals(1, service.inspect(WEB).endpoints().size());
            docker().leave(WEB, SECOND);
            docker().removeEndpoint(WEB, SECOND);
            assertEquals(List.of(), service.containers());
            assertEquals(List.of(), service.ports(null));
            assertTrue(!Files.readString(stateDir.resolve(StateStore.FILE)).contains(SECOND));
        }
    }

    /** Open, attach, publish, unpublish, detach: the steps of a container's life that the Fabric sees. */
    private void killBefore(final int step)
    {
        fabric.beforeCall = () ->
        {
            if (fabric.calls.size() == step)
            {
                throw new OutOfMemoryError("as good as a kill -9");
            }
        };
        assertThrows(IllegalStateException.class, () ->
        {
            docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
            docker().join(WEB, FIRST, KEY);
            docker().programConnectivity(WEB, FIRST, ports("8080:80"));
            docker().leave(WEB, FIRST);
        });
        fabric.beforeCall = () -> {};
        reopen();
        fabric.vanished.add(FIRST_NAME);
        service.restore();
        docker().activate();
        fabric.vanished.clear();
    }

    /** Docker has made the namespace. */
    private void found(final String container)
    {
        service.sandboxFound(service.containers().stream().filter(row -> row.name().equals(container)).findFirst()
            .orElseThrow().sandboxId(), new NamespaceIdentity(4, 99));
        fabric.takeCalls();
    }
}
