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

/** What the commands of published ports and sessions print. */
class PortCommandsTest
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
    void shouldPrintTheHostPortThatWasChosen()
    {
        assertEquals(ExitCodes.OK, tulle.run("publish", "web", "80"), tulle.err());
        assertEquals("32768" + LINE_END, tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("publish", "--allow", "192.0.2.0/24", "web", "8080:80"), tulle.err());
        assertEquals("8080" + LINE_END, tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("unpublish", "web", "8080"), tulle.err());
        assertEquals(ExitCodes.FAILED, tulle.run("unpublish", "web", "8080"));
        assertEquals("tulle: No public port '8080' published for web" + LINE_END, tulle.err());
    }

    @Test
    void shouldShowWhatIsReachableFromWhere() throws IOException
    {
        tulle.run("publish", "web", "--allow", "192.0.2.0/24", "--allow", "2001:db8::/32", "8080:80");
        tulle.run("publish", "web", "127.0.0.1:5353:53/udp");
        assertEquals(ExitCodes.OK, tulle.run("ports"), tulle.err());
        final String[] lines = tulle.out().split(LINE_END);
        assertEquals("127.0.0.1  5353       udp       web        front    53    host only                   -",
            lines[1]);
        assertEquals("*          8080       tcp       web        front    80    192.0.2.0/24 2001:db8::/32  -",
            lines[2]);
        tulle.run("ports", "--json", "web");
        final JsonNode ports = new ObjectMapper().readTree(tulle.out());
        assertEquals(2, ports.size());
        assertEquals("127.0.0.1", ports.path(0).path("hostIp").asText());
        tulle.run("ps");
        assertTrue(tulle.out().contains("127.0.0.1:5353->53/udp, 0.0.0.0:8080->80/tcp"), tulle.out());
    }

    @Test
    void shouldShowSessionsInColumns()
    {
        assertEquals(ExitCodes.OK, tulle.run("sessions"), tulle.err());
        final String[] lines = tulle.out().split(LINE_END);
        assertEquals(3, lines.length, tulle.out());
        assertTrue(lines[1].replaceAll(" +", " ").startsWith("tcp ESTABLISHED web front masqueraded " +
            "10.30.0.2:4000>192.0.2.9:80 192.0.2.9:80>203.0.113.1:50000 300 s 12 10"), lines[1]);
    }

    @Test
    void shouldShowTheSessionsThatFitAsAnArray() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("sessions", "--json", "udp", "port", "53"), tulle.err());
        final JsonNode sessions = new ObjectMapper().readTree(tulle.out());
        assertEquals(1, sessions.size());
        assertEquals(53, sessions.path(0).path("original").path("destinationPort").asInt());
        tulle.run("sessions", "--json");
        assertEquals(2, new ObjectMapper().readTree(tulle.out()).size());
        tulle.run("sessions", "--json", "--limit", "1", "-c", "web");
        assertEquals(1, new ObjectMapper().readTree(tulle.out()).size());
        tulle.run("sessions", "--json", "icmp");
        assertEquals("[]" + LINE_END, tulle.out());
    }

    @Test
    void shouldShowEvents()
    {
        assertEquals(ExitCodes.OK, tulle.run("sessions", "--events"), tulle.err());
        assertTrue(tulle.out().contains("begin  tcp"), tulle.out());
        assertTrue(tulle.out().contains("end    tcp"), tulle.out());
        tulle.run("sessions", "--events", "--json");
        assertEquals(2, tulle.out().split("\n").length);
    }

    @Test
    void shouldEndSessionsAndSayHowMany()
    {
        assertEquals(ExitCodes.OK, tulle.run("sessions", "flush", "-c", "web", "port", "80"), tulle.err());
        assertEquals("1 session ended" + LINE_END, tulle.out());
        assertEquals(ExitCodes.USAGE, tulle.run("sessions", "flush", "--limit", "3"));
        assertEquals(ExitCodes.FAILED, tulle.run("sessions", "port"));
        assertTrue(tulle.err().startsWith("tulle: port: has no value; write tcp, udp"), tulle.err());
    }
}
