package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.MacAddr;
import io.tulle.control.ContainerRow;
import io.tulle.control.EngineEndpoint;
import io.tulle.control.EngineNetwork;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.NetworkRow;
import io.tulle.control.NetworkService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tulle's books and Docker's become the same, and what is only just being made is left alone. */
class DockerReconcilerTest
{
    private static final String FRONT = "509d75b7d378720e02b70053c39f121af63d3f7664efd044a4d9f7cbebde629f";
    private static final String BACK = "6a3c30f13eedbc1e0b22ef55a0920c699ff5c489a9fd3198bcdce575f640a105";
    private static final String WEB = "e8f4ca2d68884618ab88779b7e4113def8baaaa7f16c92c20ac3128fc5eeef3a";
    private static final String ON_FRONT = "8428709a2ea275aad917acabaae9c02f10d2d62d37fc93f91c800504c9547ad5";
    private static final String OTHER = "1".repeat(64);
    private static final Path KEY = Path.of("/run/docker/netns/239e4cf9b6e4");
    private static final long PATIENCE_MS = 500;

    @TempDir
    Path directory;

    private FakeDocker docker;
    private NetworkService service;
    private DockerReconciler reconciler;
    private long nowNs;

    @BeforeEach
    void start()
    {
        docker = new FakeDocker(directory.resolve("docker.sock")).start()
            .network(FakeDocker.captured("network_front.json"))
            .container(FakeDocker.captured("container_web2.json"));
        service = new NetworkService("test", directory, new PaperFabric().fabric(), List::of);
        reconciler = new DockerReconciler(new DockerApi(docker.socket), service.engine(), "tulle", () -> nowNs);
    }

    @AfterEach
    void stop()
    {
        service.close();
        docker.close();
    }

    @Test
    void shouldTellNames() throws IOException
    {
        givenFront();
        givenJoined();
        reconciler.reconcile();
        assertEquals(List.of("front"), networks());
        assertEquals(List.of("web2"), containers());
        assertEquals(List.of("www", "e8f4ca2d6888", "myhost"), service.inspect("front").endpoints().get(0).aliases());
        docker.rename(FRONT, WEB, "shop");
        reconciler.tell(Set.of(FRONT));
        assertEquals(List.of("shop"), containers());
    }

    @Test
    void shouldTellTheRestWhenAContainerTakesItsTime() throws IOException
    {
        givenFront();
        givenJoined();
        docker.raw("/containers/" + WEB + "/json", ""); // which waits until it is started
        reconciler = new DockerReconciler(
            new DockerApi(docker.socket, PATIENCE_MS), service.engine(), "tulle", () -> nowNs);
        reconciler.reconcile();
        assertEquals(List.of("front"), networks());
        assertEquals(List.of("sandbox-239e4cf9b6e4"), containers());
        assertFalse(reconciler.isDue());
        after(5_000_000_000L);
        assertTrue(reconciler.isDue(), "to ask again");
    }

    @Test
    void shouldMakeANetworkAgainThatTulleLost() throws IOException
    {
        docker.network(FakeDocker.captured("network_back.json"));
        reconciler.reconcile();
        assertEquals(List.of("back", "front"), networks());
        assertEquals("10.78.0.128", service.inspect("back").network().ipv4Pool().gateway().toString());
        assertEquals(BACK, service.inspect("back").network().id());
    }

    @Test
    void shouldGoOnWhenANetworkCannotBeMadeAgain() throws IOException
    {
        final ObjectNode broken = (ObjectNode) FakeDocker.captured("network_back.json");
        ((ObjectNode) broken.path("Options")).put("com.docker.network.driver.mtu", "none");
        docker.network(broken);
        reconciler.reconcile();
        assertEquals(List.of("front"), networks());
    }

    @Test
    void shouldRemoveANetworkThatDockerHadAndHasNoMore() throws IOException
    {
        givenFront();
        reconciler.reconcile();
        docker.removeNetwork(FRONT);
        reconciler.reconcile();
        assertEquals(List.of("front"), networks(), "one list may be wrong");
        assertFalse(reconciler.isDue());
        after(DockerReconciler.KNOWN_GRACE_NS);
        assertTrue(reconciler.isDue());
        reconciler.reconcile();
        assertEquals(List.of(), networks());
        assertFalse(reconciler.isDue());
    }

    @Test
    void shouldLeaveANetworkThatDockerMayBeMaking() throws IOException
    {
        docker.removeNetwork(FRONT);
        givenFront();
        reconciler.reconcile();
        after(DockerReconciler.NEW_GRACE_NS - 1);
        reconciler.reconcile();
        assertEquals(List.of("509d75b7d378"), networks());
        after(1);
        assertTrue(reconciler.isDue());
        reconciler.reconcile();
        assertEquals(List.of(), networks());
    }

    @Test
    void shouldLeaveTheNetworkOfAnotherDocker() throws IOException
    {
        docker.removeNetwork(FRONT);
        docker.raw("/info", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); // it never called its driver tulle
        givenFront();
        reconciler.reconcile();
        after(2 * DockerReconciler.NEW_GRACE_NS);
        reconciler.reconcile();
        assertEquals(List.of("509d75b7d378"), networks());
    }

    @Test
    void shouldRemoveAJoinedEndpointThatDockerHasNoMore() throws IOException
    {
        givenFront();
        givenJoined();
        docker.removeEndpoints(FRONT);
        reconciler.reconcile();
        assertEquals(1, containers().size());
        after(DockerReconciler.KNOWN_GRACE_NS);
        reconciler.reconcile();
        assertEquals(List.of(), containers());
        assertEquals(List.of(), service.engine().inventory().endpoints());
    }

    @Test
    void shouldLeaveAnEndpointThatDockerMayBeMaking() throws IOException
    {
        givenFront();
        givenReserved(OTHER, "10.77.0.3/24");
        reconciler.reconcile();
        after(DockerReconciler.NEW_GRACE_NS - 1);
        reconciler.reconcile();
        assertEquals(1, service.engine().inventory().endpoints().size());
        after(1);
        reconciler.reconcile();
        assertEquals(List.of(), service.engine().inventory().endpoints());
    }

    @Test
    void shouldKeepWhatDockerHas() throws IOException
    {
        givenFront();
        givenJoined();
        reconciler.reconcile();
        after(10 * DockerReconciler.NEW_GRACE_NS);
        assertTrue(reconciler.isDue(), "for what no event told");
        reconciler.reconcile();
        assertEquals(List.of("front"), networks());
        assertEquals(List.of("web2"), containers());
    }

    @Test
    void shouldJudgeNobodyByAListThatCannotBeRead() throws IOException
    {
        givenFront();
        reconciler.reconcile();
        docker.raw("/networks", "HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\n{}");
        assertThrows(IOException.class, reconciler::reconcile);
        assertEquals(List.of("front"), networks());
    }

    private void after(final long ns)
    {
        nowNs += ns;
    }

    private void givenFront()
    {
        final EngineNetwork network = DockerNetwork.of(FakeDocker.captured("network_front.json")).request();
        service.engine().createNetwork(new EngineNetwork(
            FRONT, null, false, true, false, network.pools(), Map.of(), Map.of()));
    }

    private void givenJoined()
    {
        givenReserved(ON_FRONT, "10.77.0.2/24");
        service.engine().join(FRONT, ON_FRONT, KEY);
    }

    private void givenReserved(final String id, final String address)
    {
        service.engine().createEndpoint(new EngineEndpoint(
            id, FRONT, (MacAddr) null, InterfaceAddress.parse(address), null, Map.of(), null, false));
    }

    private List<String> networks()
    {
        return service.networks().stream().map(NetworkRow::name).toList();
    }

    private List<String> containers()
    {
        return service.containers().stream().map(ContainerRow::name).toList();
    }
}
