package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.HttpExchange;
import io.tulle.control.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What is asked of Docker's API, and what becomes of answers that make no sense. */
class DockerApiTest
{
    private static final String FRONT = "509d75b7d378720e02b70053c39f121af63d3f7664efd044a4d9f7cbebde629f";
    private static final String WEB = "e8f4ca2d68884618ab88779b7e4113def8baaaa7f16c92c20ac3128fc5eeef3a";
    private static final long LONG_MS = 10_000;

    @TempDir
    Path directory;

    private FakeDocker docker;
    private DockerApi api;

    @BeforeEach
    void start()
    {
        docker = new FakeDocker(directory.resolve("docker.sock")).start()
            .network(FakeDocker.captured("network_front.json")).container(FakeDocker.captured("container_web2.json"));
        api = new DockerApi(docker.socket);
    }

    @AfterEach
    void stop()
    {
        docker.close();
    }

    @Test
    void shouldListTheNetworksOfTheDriver() throws IOException
    {
        assertEquals(List.of("front"), api.networks("tulle").stream().map(node -> Json.text(node, "Name")).toList());
        assertEquals(List.of("/networks?filters={\"driver\":[\"tulle\"]}"), docker.requests);
    }

    @Test
    void shouldShowOneNetworkAndOneContainer() throws IOException
    {
        assertEquals("web2", Json.text(api.network(FRONT).path("Containers").path(WEB), "Name"));
        assertEquals("/web2", Json.text(api.container(WEB), "Name"));
        assertEquals(List.of("/networks/" + FRONT, "/containers/" + WEB + "/json"), docker.requests);
    }

    @Test
    void shouldTakeWhatIsNotThereForMissing() throws IOException
    {
        assertTrue(api.network("f".repeat(64)).isMissingNode());
        assertTrue(api.container("f".repeat(64)).isMissingNode());
    }

    @Test
    void shouldSeeWhetherDockerHasCalled() throws IOException
    {
        assertTrue(api.hasCalled("tulle"));
        assertTrue(!api.hasCalled("other"));
    }

    @Test
    void shouldFailInDockersWords()
    {
        docker.raw("/networks/" + FRONT, "HTTP/1.1 500 X\r\nContent-Length: 22\r\n\r\n{\"message\":\"no store\"}");
        assertMessage("/networks/" + FRONT + ": no store",
            assertThrows(IOException.class, () -> api.network(FRONT)));
    }

    @Test
    void shouldFailWhenTheAnswerMakesNoSense()
    {
        for (final String answer : List.of("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{", "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 xx OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
        {
            docker.raw("/networks/" + FRONT, answer);
            assertThrows(IOException.class, () -> api.network(FRONT), answer);
        }
    }

    @Test
    void shouldSayThatNobodyIsThere()
    {
        docker.close();
        assertThrows(ConnectException.class, () -> api.networks("tulle"));
        docker.start();
    }

    @Test
    void shouldNotWaitForEver()
    {
        docker.raw("/containers/" + WEB + "/json", "");
        assertThrows(SocketTimeoutException.class,
            () -> HttpExchange.of(docker.socket, "GET", "/containers/" + WEB + "/json", new byte[0], 1));
    }

    @Test
    void shouldTellEventsAsTheyHappen() throws IOException
    {
        try (DockerEvents events = api.events())
        {
            assertEquals("/events?filters=", docker.requests.get(0).substring(0, 16));
            docker.event(new String(FakeDocker.bytes("events.jsonl"), StandardCharsets.UTF_8));
            int count = 0;
            JsonNode event = events.next(LONG_MS);
            for (; !"rename".equals(Json.text(event, "Action")); event = events.next(LONG_MS))
            {
                count++;
            }
            assertEquals("web2", Json.text(event.path("Actor").path("Attributes"), "name"));
            assertEquals(11, count);
        }
    }

    @Test
    void shouldLoseNothingWhenAnEventComesInPieces() throws IOException
    {
        try (DockerEvents events = api.events())
        {
            assertNull(events.next(1));
            docker.event("{\"Action\":\"con");
            assertNull(events.next(1));
            docker.event("nect\"}\n{\"Action\":\"next\"}\n{\"Action\"");
            assertEquals("connect", Json.text(events.next(LONG_MS), "Action"));
            assertEquals("next", Json.text(events.next(LONG_MS), "Action"));
            assertNull(events.next(1));
            docker.event(":\"last\"}\n");
            assertEquals("last", Json.text(events.next(LONG_MS), "Action"));
        }
    }

    @Test
    void shouldSayThatDockerEnded() throws IOException
    {
        try (DockerEvents events = api.events())
        {
            docker.close();
            assertThrows(EOFException.class, () -> events.next(LONG_MS));
        }
        docker.start();
    }

    @Test
    void shouldRefuseEventsThatMakeNoSense() throws IOException
    {
        try (DockerEvents events = api.events())
        {
            docker.event("{]\n");
            assertThrows(IOException.class, () -> events.next(LONG_MS));
        }
        docker.raw("/events", "HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n");
        assertMessage("/events: HTTP status 400", assertThrows(IOException.class, api::events));
    }

    private static void assertMessage(final String expected, final Exception e)
    {
        assertEquals(expected, e.getMessage());
    }
}
