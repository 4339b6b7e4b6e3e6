package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.control.EngineContainer;
import io.tulle.control.Json;
import io.tulle.control.ToldEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Aliases and labels are asked of the container, once; its name comes with every list. */
class DockerContainersTest
{
    private static final String WEB = "e8f4ca2d68884618ab88779b7e4113def8baaaa7f16c92c20ac3128fc5eeef3a";
    private static final String ON_FRONT = "8428709a2ea275aad917acabaae9c02f10d2d62d37fc93f91c800504c9547ad5";
    private static final String ON_BACK = "cd735358b51d7be12dc5dd8fb0f32221dc7d93a364e65f895467bdd1eee721b2";

    @TempDir
    Path directory;

    private final ObjectNode web = (ObjectNode) FakeDocker.captured("container_web2.json");
    private FakeDocker docker;
    private DockerContainers containers;

    @BeforeEach
    void start()
    {
        docker = new FakeDocker(directory.resolve("docker.sock")).start().container(web);
        containers = new DockerContainers(new DockerApi(docker.socket));
    }

    @AfterEach
    void stop()
    {
        docker.close();
    }

    @Test
    void shouldTellAliasesOfTheNetworkAndLabels() throws IOException
    {
        final EngineContainer engine = new EngineContainer(WEB, Map.of("x", "y"));
        assertEquals(new ToldEndpoint(ON_FRONT, "web2", List.of("www", "e8f4ca2d6888", "myhost"), engine),
            told(ON_FRONT, "web2"));
        assertEquals(new ToldEndpoint(ON_BACK, "web2", List.of("dbx", "e8f4ca2d6888", "myhost"), engine),
            told(ON_BACK, "web2"));
    }

    @Test
    void shouldTellTheNamesThatNewerVersionsHaveInAListOfTheirOwn() throws IOException
    {
        final ObjectNode network = (ObjectNode) web.path("NetworkSettings").path("Networks").path("front");
        network.set("Aliases", Json.array().add("www"));
        network.set("DNSNames", Json.array().add("web2").add("www").add("e8f4ca2d6888").add("myhost"));
        assertEquals(List.of("www", "e8f4ca2d6888", "myhost"), told(ON_FRONT, "web2").aliases());
        ((ObjectNode) web.path("NetworkSettings").path("Networks").path("back")).putNull("Aliases");
        assertEquals(List.of(), told(ON_BACK, "web2").aliases());
    }

    @Test
    void shouldAskOnceAndStillFollowARename() throws IOException
    {
        told(ON_FRONT, "web2");
        assertEquals("shop", told(ON_FRONT, "shop").container());
        assertEquals(1, docker.requests.size());
        containers.retain(List.of());
        told(ON_FRONT, "shop");
        assertEquals(2, docker.requests.size());
    }

    @Test
    void shouldTellNothingOfWhatDockerDoesNotKnowYet() throws IOException
    {
        assertNull(containers.told(new DockerEndpoint(ON_FRONT, null, "web2")), "it has joined no container");
        assertNull(told("f".repeat(64), "web2"), "the container has another endpoint there");
        assertNull(containers.told(new DockerEndpoint(ON_FRONT, "f".repeat(64), "web2")), "the container is gone");
    }

    private ToldEndpoint told(final String endpointId, final String name) throws IOException
    {
        return containers.told(new DockerEndpoint(endpointId, WEB, name));
    }
}
