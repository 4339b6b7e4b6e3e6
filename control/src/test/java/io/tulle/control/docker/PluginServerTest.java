package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.config.DockerSpec;
import io.tulle.control.ControlException;
import io.tulle.control.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** HTTP as dockerd speaks it, over a real unix socket, with methods of paper behind it. */
@Timeout(30)
class PluginServerTest
{
    private static final String DRIVER = "NetworkDriver.Test";
    private static final String IPAM = "IpamDriver.Test";

    @TempDir
    Path folder;

    private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();
    private final Map<String, PluginMethod> methods = new HashMap<>();
    private DockerSpec spec;
    private PluginServer server;
    private RawClient client;

    @BeforeEach
    void listen() throws IOException
    {
        spec = new DockerSpec(folder.resolve("plugins/tulle.sock"), folder.resolve("etc/tulle.spec"), null);
        methods.put("Plugin.Activate", PluginMethod.constant(() -> Json.object().put("Test", true)));
        methods.put(DRIVER, PluginMethod.telling(request -> requests.add(request.object())));
        methods.put(IPAM, PluginMethod.telling(request -> requests.add(request.object())));
        server = newServer(null);
        server.start();
        client = new RawClient(spec.socket());
    }

    @AfterEach
    void hangUp() throws IOException
    {
        client.close();
        server.close();
    }

    private PluginServer newServer(final ServerSocketChannel inherited)
    {
        return new PluginServer(spec, methods, inherited);
    }

    @Test
    void shouldAnswerWhatHasNoBodyAndAnEmptyHost()
    {
        final RawClient.Answer answer = client.call("Plugin.Activate", "");
        assertEquals(200, answer.status());
        assertEquals("{\"Test\":true}", answer.text());
        assertEquals("application/vnd.docker.plugins.v1.2+json", answer.headers().get("content-type"));
    }

    @Test
    void shouldAnswerANewerDockerToo() throws IOException
    {
        final String head = RawClient.head("Plugin.Activate", "Content-Length: 0\r\n");
        assertEquals(200, client.send(head.replace("Host: \r", "Host: plugin.moby.localhost\r"), new byte[0]).status());
        assertEquals(200, client.send(head.replace("Host: \r", "Host:\r"), new byte[0]).status());
    }

    @Test
    void shouldKeepTheConnectionOpen()
    {
        for (int i = 0; i < 100; i++)
        {
            assertEquals("{}", client.call(DRIVER, "{\"i\":" + i + "}").text());
            assertEquals(i, requests.remove().path("i").asInt());
        }
        assertEquals(400, client.call(DRIVER, "").status());
        assertEquals(404, client.call("NetworkDriver.Nothing", "{}").status());
        assertEquals(200, client.call(DRIVER, "{}").status());
    }

    @Test
    void shouldTakeChunks()
    {
        assertEquals("{}", client.send(RawClient.head(DRIVER, "Transfer-Encoding: chunked\r\n"),
            "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8)).text());
        assertEquals("{\"a\":1}", requests.remove().toString());
    }

    @Test
    void shouldRefuseAnEmptyBody()
    {
        final String text = "the request is empty, so what was to be done is unknown: Docker repeats a call that was " +
            "cut off without its contents; try again";
        assertRefused(400, "{\"Err\":\"" + text + "\"}", client.call(DRIVER, ""));
        assertRefused(400, "{\"Err\":\"" + text + "\",\"Error\":\"" + text + "\"}", client.call(IPAM, ""));
        assertEquals(0, requests.size());
    }

    @Test
    void shouldRefuseWhatIsNoObject()
    {
        final String text = "{\"Err\":\"the request is not a JSON object\"}";
        for (final String body : List.of("null", "[]", "5", "\"x\"", "[{}]"))
        {
            assertRefused(400, text, client.call(DRIVER, body));
        }
        assertRefused(400, text, client.call(DRIVER, " "));
        for (final String body : List.of("{", "{} {}", "x", "{\"a\":}", "{\u0001}",
            "{\"a\":99999999999999999999}", "{\"a\":" + "[".repeat(5_000)))
        {
            final RawClient.Answer answer = client.call(DRIVER, body);
            assertEquals(400, answer.status(), body);
            assertTrue(answer.json().path("Err").asText().startsWith("the request is not JSON: "),
                () -> body + answer.text());
        }
        assertEquals(0, requests.size());
    }

    @Test
    void shouldRefuseOtherVerbsAndUnknownMethods()
    {
        final String head = RawClient.head(DRIVER, "Content-Length: 0\r\n");
        assertRefused(405, "{\"Err\":\"GET is not how Docker calls: POST is\"}",
            client.send(head.replace("POST", "GET"), new byte[0]));
        assertEquals(404, client.send(head.replace('/' + DRIVER, "http://localhost"), new byte[0]).status());
        assertRefused(404, "{\"Err\":\"Tulle has no method NetworkDriver.Nothing\"}",
            client.call("NetworkDriver.Nothing", "{}"));
        assertRefused(404, "{\"Err\":\"Tulle has no method IpamDriver.Nothing\"," +
            "\"Error\":\"Tulle has no method IpamDriver.Nothing\"}", client.call("IpamDriver.Nothing", "{}"));
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws IOException
    {
        final int size = (8 << 20) + 1;
        final RawClient.Answer answer =
            client.send(RawClient.head(DRIVER, "Content-Length: " + size + "\r\n"), new byte[1 << 10]);
        assertRefused(400, "{\"Err\":\"the request is larger than 8388608 bytes\"}", answer);
        assertEquals(0, requests.size());
    }

    @Test
    void shouldRefuseChunksThatNeverEnd() throws IOException
    {
        client.write(RawClient.head(DRIVER, "Transfer-Encoding: chunked\r\n").getBytes(StandardCharsets.UTF_8));
        client.write(("800001\r\n" + " ".repeat((8 << 20) + 1)).getBytes(StandardCharsets.UTF_8));
        assertRefused(400, "{\"Err\":\"the request is larger than 8388608 bytes\"}", client.receive());
    }

    @Test
    void shouldTakeAllPortsThatThereAre()
    {
        final String port = "{\"Proto\":6,\"IP\":\"\",\"Port\":50000,\"HostIP\":\"\",\"HostPort\":50000," +
            "\"HostPortEnd\":50000}";
        assertEquals("{}", client.call(DRIVER, "{\"a\":[" + (port + ',').repeat(65_534) + port + "]}").text());
        assertEquals(65_535, requests.remove().path("a").size());
    }

    @Test
    void shouldAnswerJsonToWhatIsNotHttp() throws IOException
    {
        final RawClient.Answer answer = client.send("POST / HTTP/1.1\r\nHo st: x\r\n\r\n", new byte[0]);
        assertEquals(400, answer.status());
        assertFalse(answer.json().path("Err").asText().isEmpty());
        assertTrue(client.isEnded());
    }

    @Test
    void shouldNameAFailureAsEachDriverWantsIt()
    {
        for (final RuntimeException refusal : List.of(ControlException.conflict("Address already in use"),
            ControlException.failed("Address already in use"), new IllegalArgumentException("Address already in use")))
        {
            failing(refusal);
            assertRefused(200, "{\"Err\":\"Address already in use\"}", client.call(DRIVER, "{}"));
            assertRefused(200, "{\"Error\":\"Address already in use\"}", client.call(IPAM, "{}"));
            assertRefused(500, "{\"Err\":\"Address already in use\"}", client.call("Plugin.Activate", ""));
        }
        failing(new IllegalStateException("a mistake"));
        assertRefused(500, "{\"Err\":\"java.lang.IllegalStateException: a mistake\"}", client.call(DRIVER, "{}"));
        assertRefused(500, "{\"Err\":\"java.lang.IllegalStateException: a mistake\"," +
            "\"Error\":\"java.lang.IllegalStateException: a mistake\"}", client.call(IPAM, "{}"));
    }

    private void failing(final RuntimeException failure)
    {
        for (final String method : List.of(DRIVER, IPAM, "Plugin.Activate"))
        {
            methods.put(method, new PluginMethod(!"Plugin.Activate".equals(method), request ->
            {
                throw failure;
            }));
        }
    }

    @Test
    void shouldAnswerManyAtATime() throws Exception
    {
        final int calls = 64;
        final CountDownLatch haveCome = new CountDownLatch(calls);
        final CountDownLatch mayGo = new CountDownLatch(1);
        methods.put(DRIVER, PluginMethod.telling(request ->
        {
            haveCome.countDown();
            await(mayGo);
        }));
        final List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < calls + 10; i++)
        {
            answers.add(CompletableFuture.supplyAsync(this::callOnce, task -> new Thread(task).start()));
        }
        haveCome.await();
        mayGo.countDown();
        for (final CompletableFuture<String> answer : answers)
        {
            assertEquals("{}", answer.get());
        }
    }

    @Test
    void shouldNotWaitForThoseWhoSayNothing() throws IOException
    {
        final List<RawClient> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++)
        {
            final RawClient half = new RawClient(spec.socket());
            silent.add(half);
            half.write((RawClient.head(DRIVER, "Content-Length: 11\r\n") + "{").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("{}", client.call(DRIVER, "{}").text());
        silent.get(0).write("\"a\":1    }".getBytes(StandardCharsets.UTF_8));
        assertEquals("{}", silent.get(0).receive().text());
        for (final RawClient half : silent)
        {
            half.close();
        }
    }

    @Test
    void shouldAnswerWhatWasAskedBeforeItEnds() throws Exception
    {
        final CountDownLatch hasCome = new CountDownLatch(1);
        final CountDownLatch mayGo = new CountDownLatch(1);
        methods.put(DRIVER, PluginMethod.telling(request ->
        {
            hasCome.countDown();
            await(mayGo);
        }));
        final CompletableFuture<String> answer =
            CompletableFuture.supplyAsync(this::callOnce, task -> new Thread(task).start());
        hasCome.await();
        final Thread end = new Thread(server::close);
        end.start();
        while (Files.exists(spec.spec()))
        {
            Thread.onSpinWait();
        }
        mayGo.countDown();
        assertEquals("{}", answer.get());
        end.join();
        assertFalse(Files.exists(spec.socket()));
    }

    @Test
    void shouldEndEvenIfAClientDoesNotEndItsRequest() throws IOException
    {
        client.write((RawClient.head(DRIVER, "Content-Length: 2\r\n") + "{").getBytes(StandardCharsets.UTF_8));
        server.close();
        assertFalse(Files.exists(spec.socket()));
        assertThrows(IOException.class, () -> new RawClient(spec.socket()));
    }

    private String callOnce()
    {
        try (RawClient own = new RawClient(spec.socket()))
        {
            return own.call(DRIVER, "{}").text();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLetOnlyOwnerAndGroupSpeak() throws IOException
    {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(spec.socket())));
    }

    @Test
    void shouldLeaveAnothersSocketAndSpecAlone() throws IOException
    {
        assertEquals("a Tulle answers on " + spec.socket() + " already",
            assertThrows(IllegalStateException.class, newServer(null)::start).getMessage().split(":")[0]);
        server.close();
        Files.writeString(spec.spec(), "unix:///run/other.sock\n");
        assertEquals(spec.spec() + " does not say unix://" + spec.socket() +
            "; remove it if no other plugin needs it, or give another docker.spec",
            assertThrows(IllegalStateException.class, newServer(null)::start).getMessage());
        assertFalse(Files.exists(spec.socket()));
        assertEquals("unix:///run/other.sock\n", Files.readString(spec.spec()));
    }

    @Test
    void shouldTellDockerWhereItIsWhileItRuns() throws IOException
    {
        assertEquals("unix://" + spec.socket() + "\n", Files.readString(spec.spec()));
        server.close();
        assertFalse(Files.exists(spec.spec()));
    }

    @Test
    void shouldTakeOverItsOwnSpecAndStaleSocketAfterAKill() throws IOException
    {
        server.close();
        Files.writeString(spec.spec(), "unix://" + spec.socket());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(spec.socket())).close();
        server = newServer(null);
        server.start();
        assertEquals("{}", callOnce());
        server.close();
        assertFalse(Files.exists(spec.spec()));
    }

    @Test
    void shouldNotRemoveASpecThatWasChanged() throws IOException
    {
        Files.writeString(spec.spec(), "unix:///run/other.sock\n");
        server.close();
        assertEquals("unix:///run/other.sock\n", Files.readString(spec.spec()));
    }

    @Test
    void shouldAnswerOnASocketOfSystemdAndLeaveItThere() throws IOException
    {
        server.close();
        try (ServerSocketChannel systemd = ServerSocketChannel.open(StandardProtocolFamily.UNIX))
        {
            systemd.bind(UnixDomainSocketAddress.of(spec.socket()));
            for (int i = 0; i < 2; i++)
            {
                try (RawClient early = new RawClient(spec.socket()))
                {
                    server = newServer(systemd);
                    server.start();
                    assertEquals("{}", early.call(DRIVER, "{}").text());
                    server.close();
                    assertTrue(early.isEnded());
                }
                assertTrue(systemd.isOpen());
                assertTrue(Files.exists(spec.socket()));
                assertFalse(Files.exists(spec.spec()));
            }
        }
    }

    @Test
    void shouldRefuseASocketOfSystemdThatDockerDoesNotKnow() throws IOException
    {
        final Path other = folder.resolve("other.sock");
        try (ServerSocketChannel systemd = ServerSocketChannel.open(StandardProtocolFamily.UNIX))
        {
            systemd.bind(UnixDomainSocketAddress.of(other));
            assertEquals("systemd listens on " + other + ", but Docker is to find " + spec.socket() +
                "; make docker.socket in the topology file and ListenStream= of the socket unit the same",
                assertThrows(IllegalStateException.class, newServer(systemd)::start).getMessage());
        }
    }

    private static void assertRefused(final int status, final String text, final RawClient.Answer answer)
    {
        assertEquals(text, answer.text());
        assertEquals(status, answer.status());
    }
}
