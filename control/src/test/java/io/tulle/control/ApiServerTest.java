package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** The API and its client, over a real unix socket. */
@Timeout(30)
class ApiServerTest extends ServiceTest
{
    private final BlockingQueue<ShutdownMode> shutdowns = new LinkedBlockingQueue<>();
    private volatile CaptureSource capture =
        (query, out) -> out.write(query.toString().getBytes(StandardCharsets.UTF_8));
    private final BlockingQueue<SessionQuery> sessionQueries = new LinkedBlockingQueue<>();
    private Path socket;
    private ApiServer server;
    private ControlClient client;

    @BeforeEach
    void listen()
    {
        socket = stateDir.resolve("run/tulle.sock");
        server = newServer();
        server.start();
        client = new ControlClient(socket);
    }

    @AfterEach
    void hangUp()
    {
        server.close();
    }

    @Test
    void shouldSayWhoAnswers()
    {
        assertTrue(client.isRunning());
        assertEquals(new VersionInfo("0.1.0", "shop", ProcessHandle.current().pid()), client.version());
    }

    @Test
    void shouldLetOnlyOwnerAndGroupSpeak() throws IOException
    {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void shouldPlanApplyAndList()
    {
        final PlanResult plan = client.plan("/shop/topology.yaml", SHOP);
        assertEquals(7, plan.lines().size());
        assertFalse(plan.isDisruptive());
        assertEquals("add", plan.json().path("changes").path(0).path("action").asText());
        fabric.failing.add("open web");
        final ApplyResult applied = client.apply("/shop/topology.yaml", SHOP);
        assertEquals(plan.lines(), applied.lines());
        assertEquals(List.of("container web: no such thing; make it first"), applied.failures());
        assertEquals(service.containers(), client.containers());
        assertEquals(service.networks(), client.networks());
        assertEquals(List.of(), client.plan("/shop/topology.yaml", SHOP.replaceFirst("  web: .*\n", "")).lines());
    }

    @Test
    void shouldPublishListAndTakeBackPorts()
    {
        given(SHOP);
        assertEquals("8080", client.publish("web", "127.0.0.1:8080:80", List.of("127.0.0.0/8")));
        assertEquals("32768-32769", client.publish("web", "81-82/udp", List.of()));
        assertEquals(service.ports(null), client.ports(null));
        assertEquals(2, client.ports("web").size());
        assertEquals(List.of(), client.ports("db"));
        assertEquals(service.containers(), client.containers());
        assertRefused(400, "8080 has no prefix length; write a CIDR such as 10.30.0.0/24 or fd00::/64",
            () -> client.publish("web", "1:1", List.of("8080")));
        assertRefused(404, "No such container: nobody", () -> client.publish("nobody", "80", List.of()));
        client.unpublish("web", "32768-32769/udp");
        client.unpublish("web", "8080:80");
        assertEquals(List.of(), client.ports(null));
    }

    @Test
    void shouldStreamSessionsARowALine() throws IOException
    {
        given(SHOP);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        client.sessions(Map.of("container", "web", "filter", "tcp port 80", "limit", "2"), out);
        final String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(2, lines.length);
        assertEquals(SessionQueryTest.OUT, SessionJson.row(JsonText.parse(lines[1].getBytes(StandardCharsets.UTF_8))));
        assertEquals(new SessionQuery("web", "tcp", null, null, 80, null, 2), sessionQueries.remove());
        out.reset();
        client.sessions(Map.of("events", "true"), out);
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("{\"event\":\"begin\",\"protocol\":\"tcp\","));
        assertRefused(400, "frob: is not a word of a filter; write tcp, udp, icmp, src ADDRESS[/LENGTH], " +
            "dst ADDRESS[/LENGTH], port NUMBER or state NAME", () -> client.sessions(Map.of("filter", "frob"), out));
        assertRefused(404, "No such container: nobody", () -> client.sessions(Map.of("container", "nobody"), out));
    }

    @Test
    void shouldStreamManySessionsAndStopWhenNobodyReads() throws IOException
    {
        final long[] bytes = new long[1];
        final OutputStream counting = new OutputStream()
        {
            @Override
            public void write(final int octet)
            {
                bytes[0]++;
            }

            @Override
            public void write(final byte[] some, final int offset, final int length)
            {
                bytes[0] += length;
            }
        };
        client.sessions(Map.of("limit", "50000"), counting);
        assertEquals(0, bytes[0] % 50_000);
        assertTrue(bytes[0] > 50_000 * 200L);
        assertThrows(IOException.class, () -> client.sessions(Map.of("limit", "900000000"), new FailingOutput(2)));
        assertTrue(client.isRunning());
    }

    @Test
    void shouldEndSessions()
    {
        given(SHOP);
        assertEquals(3, client.flushSessions("web", List.of("udp", "port 53")));
        assertEquals(List.of("flush " + new SessionQuery("web", "udp", null, null, 53, null, 0)), fabric.takeCalls());
    }

    @Test
    void shouldRefuseABadFileWithAllItsMistakes()
    {
        final ControlException refusal = assertThrows(ControlException.class,
            () -> client.apply("/shop/topology.yaml", "networks: {a: {subnet: 1}}\ncontainers: {b: {netns: 7/}}\n"));
        assertEquals(400, refusal.status());
        assertEquals(2, refusal.getMessage().split("\n").length, refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith("/shop/topology.yaml:1:"), refusal.getMessage());
    }

    @Test
    void shouldPrintDockersFieldsOfANetwork()
    {
        given(SHOP);
        final JsonNode json = client.inspect("back");
        final List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);
        assertEquals(List.of("Name", "Id", "Created", "Scope", "Driver", "EnableIPv4", "EnableIPv6", "IPAM", "Internal",
            "Attachable", "Ingress", "ConfigFrom", "ConfigOnly", "Containers", "Options", "Labels"), fields);
        assertEquals("{\"Driver\":\"default\",\"Options\":{},\"Config\":[{\"Subnet\":\"172.30.0.0/16\"," +
            "\"Gateway\":\"172.30.0.1\"}]}", json.path("IPAM").toString());
        final Endpoint db = service.inspect("back").endpoints().stream()
            .filter(endpoint -> endpoint.container().equals("db")).findFirst().orElseThrow();
        assertEquals("{\"Name\":\"db\",\"EndpointID\":\"" + db.id() + "\",\"MacAddress\":\"02:42:ac:1e:00:0a\"," +
            "\"IPv4Address\":\"172.30.0.10/16\",\"IPv6Address\":\"\"}",
            json.path("Containers").path(db.sandboxId()).toString());
    }

    @Test
    void shouldMakeConnectDisconnectAndRemoveANetwork()
    {
        given(SHOP);
        final String id = client.createNetwork(new CreateNetwork("live", true, true, null, true,
            List.of(new CreateNetwork.Pool("10.1.0.0/16", "10.1.5.0/24", "10.1.0.9", Map.of("tv", "10.1.0.8"))),
            Map.of("com.docker.network.driver.mtu", "1400"), Map.of("team", "shop")));
        final JsonNode json = client.inspect(id.substring(0, 12));
        assertEquals("{\"Subnet\":\"10.1.0.0/16\",\"IPRange\":\"10.1.5.0/24\",\"Gateway\":\"10.1.0.9\"," +
            "\"AuxiliaryAddresses\":{\"tv\":\"10.1.0.8\"}}", json.path("IPAM").path("Config").path(0).toString());
        assertEquals("{\"team\":\"shop\"}", json.path("Labels").toString());
        client.connect(new Connect("live", "web", "10.1.7.7", null, null, List.of("www"), Map.of(), 5));
        assertEquals("10.1.7.7/16", addressOf("web", "live"));
        assertRefused(409, "error while removing network: network live id " + id + " has active endpoints",
            () -> client.removeNetwork("live"));
        client.disconnect("live", "web", false);
        client.removeNetwork("live");
        assertRefused(404, "network live not found", () -> client.inspect("live"));
    }

    @Test
    void shouldListTheFilteringDatabase()
    {
        given(SHOP);
        assertEquals(List.of(new FdbEntry("02:42:0a:1e:00:02", "web@front", "web", true, 0)), client.fdb("front"));
        assertRefused(404, "network a b/c? not found", () -> client.fdb("a b/c?"));
    }

    @Test
    void shouldAnswerAShutdownBeforeItHappens() throws InterruptedException
    {
        client.shutdown(ShutdownMode.DOWN);
        assertEquals(ShutdownMode.DOWN, shutdowns.take());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws IOException
    {
        assertEquals("404 {\"message\":\"page not found: GET /v1/nothing\"}", raw("GET", "/v1/nothing", ""));
        assertEquals("404 {\"message\":\"page not found: PUT /v1/networks\"}", raw("PUT", "/v1/networks", ""));
        assertEquals("400 {\"message\":\"name is missing\"}", raw("POST", "/v1/networks", "{}"));
        assertEquals("400 {\"message\":\"mode later is unknown; say stop or down\"}",
            raw("POST", "/v1/shutdown", "{\"mode\": \"later\"}"));
        assertTrue(raw("GET", "/v1/%zz", "").startsWith("400 {\"message\":\""), raw("GET", "/v1/%zz", ""));
        assertTrue(raw("POST", "/v1/plan", "{\"file\": ").startsWith("400 {\"message\":\"not JSON: "));
    }

    @Test
    void shouldStreamACaptureWithItsQuery() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        client.capture(Map.of("filter", "tcp port 80 & host ä"), out);
        assertEquals("{filter=tcp port 80 & host ä}", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseABadCaptureBeforeTheFirstByte()
    {
        capture = (query, out) ->
        {
            throw ControlException.invalid("syntax error in filter expression");
        };
        assertRefused(400, "syntax error in filter expression", () -> client.capture(Map.of(), new FailingOutput(9)));
    }

    @Test
    void shouldDeliverEachFlushAtOnce() throws Exception
    {
        final CountDownLatch hasArrived = new CountDownLatch(1);
        capture = (query, out) ->
        {
            out.write("first".getBytes(StandardCharsets.UTF_8));
            out.flush();
            await(hasArrived); // the second frame comes only when the client has the first
            out.write("second".getBytes(StandardCharsets.UTF_8));
        };
        final ByteArrayOutputStream out = new ByteArrayOutputStream()
        {
            @Override
            public void flush()
            {
                hasArrived.countDown();
            }
        };
        client.capture(Map.of(), out);
        assertEquals("firstsecond", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldNoticeAClientThatLeftASilentCapture() throws Exception
    {
        final CountDownLatch hasStarted = new CountDownLatch(1);
        final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        capture = (query, out) ->
        {
            out.write(1);
            out.flush();
            hasStarted.countDown();
            try
            {
                new CountDownLatch(1).await();
            }
            catch (final InterruptedException e)
            {
                ends.add("interrupted");
            }
            final IOException failure = assertThrows(IOException.class, () -> out.write(new byte[1 << 20]));
            ends.add("write failed");
            throw failure;
        };
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket)))
        {
            channel.write(ByteBuffer.wrap("GET /v1/capture HTTP/1.1\r\nHost: t\r\n\r\n".getBytes()));
            await(hasStarted);
        }
        assertEquals("interrupted", ends.take());
        assertEquals("write failed", ends.take());
        assertTrue(client.isRunning());
    }

    @Test
    void shouldAnswerWhileAsManyCapturesRunAsAreAllowed() throws Exception
    {
        final CountDownLatch areRunning = new CountDownLatch(CaptureHandler.MAX_CAPTURES);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        capture = (query, out) ->
        {
            areRunning.countDown();
            await(mayEnd);
        };
        final List<Thread> captures = new ArrayList<>();
        for (int i = 0; i < CaptureHandler.MAX_CAPTURES; i++)
        {
            captures.add(new Thread(this::captureNothing));
            captures.get(i).start();
        }
        await(areRunning);
        assertTrue(client.isRunning());
        assertRefused(409, "8 captures are running; end one first",
            () -> client.capture(Map.of(), new ByteArrayOutputStream()));
        mayEnd.countDown();
        for (final Thread one : captures)
        {
            one.join();
        }
        client.capture(Map.of(), new ByteArrayOutputStream());
    }

    @Test
    void shouldEndACaptureWhoseOutputIsFull()
    {
        capture = (query, out) -> writeForever(out);
        assertThrows(IOException.class, () -> client.capture(Map.of(), new FailingOutput(3)));
    }

    @Test
    void shouldSayWhatToDoWhenNobodyAnswers()
    {
        server.close();
        assertFalse(Files.exists(socket));
        assertFalse(client.isRunning());
        assertEquals("no Tulle answers on " + socket + "; start one with: tulle up -f FILE",
            assertThrows(DaemonNotRunningException.class, client::networks).getMessage());
    }

    @Test
    void shouldRefuseToReplaceALiveSocket()
    {
        final String message = assertThrows(IllegalStateException.class, () -> newServer().start()).getMessage();
        assertTrue(message.startsWith("a Tulle answers on " + socket + " already"), message);
        assertTrue(client.isRunning());
    }

    @Test
    void shouldReplaceAStaleSocket() throws IOException
    {
        server.close();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX))
        {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        server = newServer();
        server.start();
        assertTrue(client.isRunning());
    }

    @Test
    void shouldNotRemoveAFileThatIsNoSocket() throws IOException
    {
        server.close();
        Files.writeString(socket, "precious");
        assertThrows(IllegalStateException.class, () -> newServer().start());
        assertEquals("precious", Files.readString(socket));
    }

    private ApiServer newServer()
    {
        return new ApiServer(
            socket, "0.1.0", service, (query, out) -> capture.stream(query, out), new TwoSessions(), shutdowns::add);
    }

    /** Has as many sessions as are asked for, and one event. */
    private final class TwoSessions implements SessionSource
    {
        @Override
        public void list(final SessionQuery query, final SessionSink sink) throws IOException
        {
            sessionQueries.add(query);
            for (int i = 0; i < query.limit(); i++)
            {
                sink.accept(SessionSink.NONE, SessionQueryTest.OUT);
            }
        }

        @Override
        public void events(final SessionQuery query, final SessionSink sink) throws IOException
        {
            sink.accept(SessionSink.BEGIN, SessionQueryTest.OUT);
            sink.flush();
        }
    }

    private String raw(final String method, final String target, final String body) throws IOException
    {
        try (HttpExchange exchange =
            HttpExchange.of(socket, method, target, body.getBytes(StandardCharsets.UTF_8)))
        {
            return exchange.status() + " " + new String(exchange.bodyBytes(), StandardCharsets.UTF_8);
        }
    }

    private void captureNothing()
    {
        try
        {
            client.capture(Map.of(), new ByteArrayOutputStream());
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeForever(final OutputStream out) throws IOException
    {
        while (true)
        {
            out.write(new byte[1 << 16]);
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

    /** A pipe whose reader went away after some writes. */
    private static final class FailingOutput extends OutputStream
    {
        private int leftWrites;

        private FailingOutput(final int leftWrites)
        {
            this.leftWrites = leftWrites;
        }

        @Override
        public void write(final int octet) throws IOException
        {
            if (leftWrites-- == 0)
            {
                throw new IOException("Broken pipe");
            }
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException
        {
            write(0);
        }
    }
}
