package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.config.DockerSpec;
import io.tulle.control.EngineEndpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.NetworkService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tulle follows Docker through its whole life, and needs it for nothing. */
class DockerWatchTest
{
    private static final String FRONT = "509d75b7d378720e02b70053c39f121af63d3f7664efd044a4d9f7cbebde629f";
    private static final String WEB = "e8f4ca2d68884618ab88779b7e4113def8baaaa7f16c92c20ac3128fc5eeef3a";
    private static final String ON_FRONT = "8428709a2ea275aad917acabaae9c02f10d2d62d37fc93f91c800504c9547ad5";
    private static final String ALIASES = "[www, e8f4ca2d6888, myhost]";

    @TempDir
    Path directory;

    private final PaperFabric fabric = new PaperFabric();
    private FakeDocker docker;
    private NetworkService service;
    private DockerWatch watch;

    @BeforeEach
    void start()
    {
        docker = new FakeDocker(directory.resolve("docker.sock")).start()
            .network(FakeDocker.captured("network_front.json"))
            .container(FakeDocker.captured("container_web2.json"));
        service = new NetworkService("test", directory, fabric.fabric(), List::of);
        watch = new DockerWatch(spec(), service.engine());
    }

    @AfterEach
    void stop()
    {
        watch.close();
        service.close();
        docker.close();
    }

    @Test
    void shouldTellWhatIsThereAlreadyAndWhatHappensThen() throws InterruptedException
    {
        watch.start();
        fabric.await("createNetwork front"); // which was lost
        givenJoined();
        docker.event(line("connect"));
        fabric.await("updateEndpoint front web2 " + ALIASES);
        docker.rename(FRONT, WEB, "shop");
        docker.event(line("rename"));
        fabric.await("updateEndpoint front shop " + ALIASES);
    }

    @Test
    void shouldWaitForADockerAndForTheNext() throws InterruptedException
    {
        docker.close();
        watch.start();
        docker.start();
        fabric.await("createNetwork front");
        docker.close();
        givenJoined();
        docker.start();
        fabric.await("updateEndpoint front web2 " + ALIASES);
    }

    @Test
    void shouldLookAgainWhenADockerActivatesTheDriver() throws InterruptedException
    {
        watch.start();
        fabric.await("createNetwork front");
        givenJoined();
        service.engine().activate();
        fabric.await("updateEndpoint front web2 " + ALIASES);
    }

    @Test
    void shouldGoOnWhenDockerMakesNoSenseForAWhile() throws InterruptedException
    {
        docker.raw("/networks", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[{\"Id\":1}]");
        watch.start();
        docker.awaitRequests("/networks?filters={\"driver\":[\"tulle\"]}", 2); // with a pause between the two
        docker.healed("/networks");
        fabric.await("createNetwork front");
    }

    @Test
    void shouldEndAtOnceWhetherThereIsADockerOrNot()
    {
        watch.start();
        watch.close();
        docker.close();
        final DockerWatch other = new DockerWatch(spec(), service.engine());
        other.start();
        other.close();
        docker.start();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> "tulle-docker-api".equals(thread.getName())));
    }

    private DockerSpec spec()
    {
        return new DockerSpec(Path.of("/run/docker/plugins/tulle.sock"), null, docker.socket);
    }

    private void givenJoined()
    {
        service.engine().createEndpoint(new EngineEndpoint(
            ON_FRONT, FRONT, null, InterfaceAddress.parse("10.77.0.2/24"), null, Map.of(), null, false));
        service.engine().join(FRONT, ON_FRONT, Path.of("/run/docker/netns/239e4cf9b6e4"));
    }

    /** The first event that was seen of this kind. */
    private static String line(final String action)
    {
        return new String(FakeDocker.bytes("events.jsonl"), StandardCharsets.UTF_8).lines()
            .filter(line -> line.contains("\"Action\":\"" + action + "\"")).findFirst().orElseThrow() + "\n";
    }
}
