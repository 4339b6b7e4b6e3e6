package io.tulle.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What the commands of names print. */
class DnsCommandsTest
{
    private static final String LINE_END = System.lineSeparator();

    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp() throws IOException
    {
        tulle = new CommandLineRig(folder).withDaemon();
    }

    @AfterEach
    void tearDown()
    {
        tulle.close();
    }

    @Test
    void shouldListNamesWithWhereTheyComeFrom() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "ls", "-n", "front", "-c", "web"), tulle.err());
        assertEquals("front web", tulle.names.asked);
        assertEquals(String.join(LINE_END,
            "NAME       TYPE  VALUE      TTL  NETWORK  CONTAINER  SOURCE",
            "web.front  A     10.30.0.2    5  front    web        container web",
            "printer    A     10.9.9.9     5  -        web        extra_hosts of web", ""), tulle.out());
        tulle.run("dns", "ls", "--json");
        final JsonNode rows = new ObjectMapper().readTree(tulle.out());
        assertEquals("{\"name\":\"printer\",\"type\":\"A\",\"value\":\"10.9.9.9\",\"ttlSeconds\":5," +
            "\"network\":null,\"container\":\"web\",\"source\":\"extra_hosts of web\"}", rows.path(1).toString());
    }

    @Test
    void shouldShowTheAnswerAsDigDoesAndWhyItIsThat() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "query", "-c", "sidecar", "-t", "any", "db"), tulle.err());
        assertEquals("web db ANY", tulle.names.asked);
        assertEquals(String.join(LINE_END, "db.\t5\tIN\tA\t172.30.0.10",
            ";; status: NOERROR, question: db ANY, asked as: web, time: 0.012 ms",
            ";; local, zone back: container db of network back has this name", ""), tulle.out());
        tulle.run("dns", "query", "--json", "db");
        assertEquals("container db of network back has this name",
            new ObjectMapper().readTree(tulle.out()).path("why").asText());
    }

    @Test
    void shouldExitAsHostDoesWhenANameDoesNotExist()
    {
        assertEquals(ExitCodes.FAILED, tulle.run("dns", "query", "gone"));
        assertEquals("null gone A", tulle.names.asked);
        assertEquals(String.join(LINE_END, ";; status: NXDOMAIN, question: gone A, time: 12.345 ms",
            ";; upstream, server 192.0.2.53: 192.0.2.53 says that it does not exist", ""), tulle.out());
        assertEquals("", tulle.err());
    }

    @Test
    void shouldAskForTheNameOfAnAddress()
    {
        tulle.run("dns", "query", "-x", "10.30.0.2");
        assertEquals("null 2.0.30.10.in-addr.arpa PTR", tulle.names.asked);
        tulle.run("dns", "query", "2001:db8::1f");
        assertEquals("null f.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR",
            tulle.names.asked);
        tulle.run("dns", "query", "-t", "ptr", "10.30.0.2");
        assertEquals("null 2.0.30.10.in-addr.arpa PTR", tulle.names.asked);
        tulle.run("dns", "query", "-t", "A", "10.30.0.2");
        assertEquals("null 10.30.0.2 A", tulle.names.asked);
        tulle.run("dns", "query", "-t", "PTR", "2.0.30.10.in-addr.arpa");
        assertEquals("null 2.0.30.10.in-addr.arpa PTR", tulle.names.asked);
    }

    @Test
    void shouldExplainAQuestionThatMakesNoSense()
    {
        assertEquals(ExitCodes.USAGE, tulle.run("dns", "query"));
        assertEquals("tulle: write either a NAME or -x ADDRESS" + LINE_END, tulle.err());
        assertEquals(ExitCodes.USAGE, tulle.run("dns", "query", "-x", "10.30.0.2", "db"));
        assertEquals(ExitCodes.USAGE, tulle.run("dns", "query", "-x", "db"));
        assertEquals("tulle: db is not an IP address" + LINE_END, tulle.err());
        assertEquals(ExitCodes.USAGE, tulle.run("dns", "query", "-x", "10.30.0.2", "-t", "A"));
        assertEquals("tulle: -x asks for PTR and for no other type" + LINE_END, tulle.err());
        assertEquals(ExitCodes.FAILED, tulle.run("dns", "query", "-c", "nobody", "db"));
        assertEquals("tulle: No such container: nobody" + LINE_END, tulle.err());
        assertEquals(ExitCodes.FAILED, tulle.run("dns", "query", "-c", "agent", "db"));
        assertEquals("tulle: container agent has the host's resolver" + LINE_END, tulle.err());
        assertEquals(ExitCodes.USAGE, tulle.run("dns"));
        assertEquals("tulle: which command of dns? See tulle dns --help" + LINE_END, tulle.err());
    }

    @Test
    void shouldShowTheLogInColumns()
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "log", "-c", "web"), tulle.err());
        assertEquals("web", tulle.names.asked);
        final String[] lines = tulle.out().split(LINE_END);
        assertEquals(3, lines.length, tulle.out());
        assertTrue(lines[1].replaceAll(" +", " ")
            .matches("\\d\\d:\\d\\d:\\d\\d\\.123 web back A NOERROR local 0.012 ms db"), lines[1]);
        assertTrue(lines[2].replaceAll(" +", " ")
            .endsWith(" - back AAAA NXDOMAIN upstream 12.345 ms gone.example"), lines[2]);
    }

    @Test
    void shouldShowTheLogAsAnObjectALine() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "log", "--json"), tulle.err());
        final String[] lines = tulle.out().split("\n");
        assertEquals(2, lines.length);
        assertEquals("NXDOMAIN", new ObjectMapper().readTree(lines[1]).path("status").asText());
        assertEquals(1_763_683_200_124L, new ObjectMapper().readTree(lines[1]).path("epochMillis").asLong());
    }

    @Test
    void shouldShowWhatWasCounted() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "stat"), tulle.err());
        assertEquals(String.join(LINE_END,
            "ANSWERED FROM  COUNT", "local             40", "",
            "STATUS    COUNT", "NXDOMAIN      2", "",
            "SERVERS TOOK      MS", "count              2", "p99           12.345", "",
            "answers of servers that are kept: 1000", ""), tulle.out());
        tulle.run("dns", "stat", "--json");
        assertEquals(40, new ObjectMapper().readTree(tulle.out()).path("answers").path("local").asInt());
    }

    @Test
    void shouldForgetWhatServersSaid() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("dns", "flush"), tulle.err());
        assertEquals("1 answer forgotten" + LINE_END, tulle.out());
        tulle.run("dns", "flush", "--json");
        assertEquals(1, new ObjectMapper().readTree(tulle.out()).path("flushed").asInt());
    }
}
