package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the API says about names, over a real unix socket. */
@Timeout(30)
class DnsApiTest extends ServiceTest
{
    private final PaperNames names = new PaperNames();
    private Path socket;
    private ApiServer server;
    private ControlClient client;

    @BeforeEach
    void listen()
    {
        socket = stateDir.resolve("run/tulle.sock");
        listen(names);
        given(SHOP.replace("containers:\n", "containers:\n  agent: {network_mode: host}\n" +
            "  log: {network_mode: \"container:web\"}\n"));
    }

    private void listen(final NameSource source)
    {
        server = new ApiServer(socket, "0.1.0", service, (query, out) -> { }, SessionSource.UNSUPPORTED, source,
            mode -> { });
        server.start();
        client = new ControlClient(socket);
    }

    @AfterEach
    void hangUp()
    {
        server.close();
    }

    @Test
    void shouldListNamesOfAll()
    {
        assertEquals(List.of(PaperNames.ROW, new NameSource.NameRow("printer", "A", "10.9.9.9", 5, null, "web",
            "extra_hosts of web")), client.names(null, null));
        assertEquals("names null null", names.asked.remove());
    }

    @Test
    void shouldListNamesOfWhatTheUserMeans()
    {
        final String id = service.inspect("front").network().id();
        client.names(id.substring(0, 8), "web");
        assertEquals("names front web", names.asked.remove());
        assertRefused(404, "network nowhere not found", () -> client.names("nowhere", null));
        assertRefused(404, "No such container: nobody", () -> client.names(null, "nobody"));
    }

    @Test
    void shouldAnswerAsTheContainerThatHasTheResolver()
    {
        assertEquals(PaperNames.ANSWER, client.query("web", "web", "aaaa"));
        assertEquals("query web web AAAA", names.asked.remove());
        client.query("log", "a b&c?", null);
        assertEquals("query web a b&c? A", names.asked.remove());
        client.query(null, "web", "TYPE65");
        assertEquals("query null web TYPE65", names.asked.remove());
        assertRefused(409, "container agent has the host's resolver", () -> client.query("agent", "web", "A"));
        assertRefused(404, "No such container: nobody", () -> client.query("nobody", "web", "A"));
    }

    @Test
    void shouldRefuseWhatIsNoQuestion()
    {
        assertRefused(400, "name is missing", () -> client.query(null, "", "A"));
        assertRefused(400, "type A B is not a type of a record; write A, AAAA, PTR, TYPE65",
            () -> client.query(null, "web", "a b"));
        assertTrue(names.asked.isEmpty());
    }

    @Test
    void shouldGoOnAnsweringWhileQueriesWait() throws InterruptedException
    {
        names.mayAnswer.drainPermits();
        final List<Thread> queries = new ArrayList<>();
        for (int i = 0; i < DnsRoutes.MAX_QUERIES; i++)
        {
            queries.add(new Thread(() -> client.query(null, "slow", "A")));
            queries.get(i).start();
            names.asked.take();
        }
        assertTrue(client.isRunning());
        assertRefused(409, "4 queries wait for answers; ask again", () -> client.query(null, "slow", "A"));
        names.mayAnswer.release(1_000);
        for (final Thread query : queries)
        {
            query.join();
        }
        assertEquals(PaperNames.ANSWER, client.query(null, "slow", "A"));
    }

    @Test
    void shouldStreamQuestionsALineEach() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        client.nameLog("log", out);
        assertEquals("log web", names.asked.remove());
        final String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(2, lines.length);
        assertEquals(PaperNames.EVENT, DnsJson.event(JsonText.parse(lines[1].getBytes(StandardCharsets.UTF_8))));
        client.nameLog(null, out);
        assertEquals("log null", names.asked.remove());
        assertRefused(404, "No such container: nobody", () -> client.nameLog("nobody", out));
    }

    @Test
    void shouldCountAndForget()
    {
        assertEquals(PaperNames.STATISTICS, client.nameStatistics());
        assertEquals(7, client.flushNames());
    }

    @Test
    void shouldMakeANetworkWithServersOfItsOwn()
    {
        client.createNetwork(new CreateNetwork("live", false, false, null, false, null, null, null,
            List.of("192.0.2.53", "192.0.2.54:5353")));
        assertEquals("{\"enabled\":true,\"servers\":[\"192.0.2.53\",\"192.0.2.54:5353\"],\"domains\":{}}",
            client.inspect("live").path("Dns").toString());
        assertTrue(client.inspect("front").path("Dns").isMissingNode());
        assertRefused(400, "invalid network config: ns1 is not an IP address; write an address such as 10.30.0.1 or " +
            "fd00::1", () -> client.createNetwork(new CreateNetwork("bad", false, false, null, false, null, null, null,
                List.of("ns1"))));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws IOException
    {
        try (HttpExchange exchange = HttpExchange.of(socket, "POST", "/v1/dns/names", new byte[0]))
        {
            assertEquals("{\"message\":\"page not found: POST /v1/dns/names\"}",
                new String(exchange.bodyBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSayThatADaemonHasNoResolver()
    {
        server.close();
        listen(NameSource.UNSUPPORTED);
        assertRefused(500, "names are not supported by this daemon", () -> client.query(null, "web", "A"));
        assertRefused(500, "names are not supported by this daemon", client::nameStatistics);
        assertRefused(500, "names are not supported by this daemon",
            () -> client.nameLog(null, new ByteArrayOutputStream()));
    }
}
