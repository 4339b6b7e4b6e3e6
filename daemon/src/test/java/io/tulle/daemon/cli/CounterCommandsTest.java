package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.cnc.PortCounters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** stat and drops, on a counters file that the test wrote. */
class CounterCommandsTest
{
    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp() throws IOException
    {
        tulle = new CommandLineRig(folder);
        Files.createDirectories(tulle.runDir());
    }

    private void write(final long heartbeatMs) throws IOException
    {
        try (CncFile file = CncFile.create(tulle.runDir(), 1, 8))
        {
            final PortCounters ports = file.portCounters(0);
            ports.open(1, "web/front");
            ports.open(2, "db/back");
            ports.received(1, 10, 640);
            ports.transmitted(2, 7, 448);
            ports.dropped(1, DropReason.MAC_SPOOFED);
            ports.dropped(1, DropReason.MAC_SPOOFED);
            ports.dropped(2, DropReason.RUNT);
            file.counters().newCounter("bridge: learned").set(3);
            file.errorLog().record(new IllegalStateException("the cable was cut"));
            file.heartbeat(heartbeatMs);
        }
    }

    @Test
    void shouldShowPortsAndCounters() throws IOException
    {
        write(System.currentTimeMillis());

        assertEquals(ExitCodes.OK, tulle.run("stat"), tulle.err());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("web/front +10 +640 +0 +0 +0 +2 +0")),
            tulle.out());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("bridge: learned +3")), tulle.out());
        assertFalse(tulle.out().contains("removed"), tulle.out());
        assertEquals("", tulle.err());
    }

    @Test
    void shouldKeepFramesThatWereHandedOnApartFromLosses() throws IOException
    {
        write(System.currentTimeMillis());
        try (CncFile file = CncFile.create(tulle.runDir(), 1, 8))
        {
            final PortCounters ports = file.portCounters(0);
            ports.open(1, "uplink/default");
            ports.dropped(1, DropReason.NO_MAPPING);
            ports.dropped(1, DropReason.LEFT_TO_HOST);
            ports.dropped(1, DropReason.LEFT_TO_HOST);
            file.heartbeat(System.currentTimeMillis());
        }

        assertEquals(ExitCodes.OK, tulle.run("stat"), tulle.err());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("uplink/default .* 1 +2")), tulle.out());
        assertTrue(tulle.out().contains("handed on: no losses"), tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("drops"), tulle.err());
        final int apart = tulle.out().indexOf("no losses");
        assertTrue(tulle.out().indexOf("NO_MAPPING") < apart, tulle.out());
        assertTrue(tulle.out().indexOf("LEFT_TO_HOST") > apart && apart > 0, tulle.out());
    }

    @Test
    void shouldSayThatTheDaemonIsSilentAndShowItsLastCounts() throws IOException
    {
        write(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(3));

        assertEquals(ExitCodes.OK, tulle.run("stat"));
        assertTrue(tulle.err().contains("last heartbeat 3 min"), tulle.err());
        assertTrue(tulle.out().contains("web/front"), tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("drops"));
        assertTrue(tulle.err().contains("last heartbeat 3 min"), tulle.err());
    }

    @Test
    void shouldShowCountersAsJson() throws IOException
    {
        write(System.currentTimeMillis());

        assertEquals(ExitCodes.OK, tulle.run("stat", "--json"), tulle.err());
        final JsonNode stat = new ObjectMapper().readTree(tulle.out());
        assertTrue(stat.path("alive").asBoolean());
        assertEquals(ProcessHandle.current().pid(), stat.path("pid").asLong());
        assertEquals(2, stat.path("ports").path(1).path("dropsByReason").path("MAC_SPOOFED").asInt(), tulle.out());
    }

    @Test
    void shouldShowRatesOfOneLook() throws IOException
    {
        write(System.currentTimeMillis());

        assertEquals(ExitCodes.OK, tulle.run("stat", "--watch", "--count", "1"), tulle.err());
        assertTrue(tulle.out().contains("RX MBIT/S"), tulle.out());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("web/front +0 +0.0 +0 +0.0 +0 +2")), tulle.out());
    }

    @Test
    void shouldShowEachDistinctError() throws IOException
    {
        write(System.currentTimeMillis());

        assertEquals(ExitCodes.OK, tulle.run("stat", "--errors"), tulle.err());
        assertTrue(tulle.out().startsWith("1 times, first "), tulle.out());
        assertTrue(tulle.out().contains("the cable was cut"), tulle.out());
    }

    @Test
    void shouldTellWhyFramesWereDropped() throws IOException
    {
        write(System.currentTimeMillis());

        assertEquals(ExitCodes.OK, tulle.run("drops"), tulle.err());
        assertTrue(tulle.out().contains(DropReason.MAC_SPOOFED.sentence()), tulle.out());
        assertTrue(tulle.out().contains(DropReason.RUNT.sentence()), tulle.out());

        assertEquals(ExitCodes.OK, tulle.run("drops", "-c", "web"), tulle.err());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("web/front +MAC_SPOOFED +2 .*")), tulle.out());
        assertFalse(tulle.out().contains("RUNT"), tulle.out());

        assertEquals(ExitCodes.OK, tulle.run("drops", "-c", "we"), tulle.err());
        assertEquals("no frame was dropped", tulle.out().strip());
    }

    @Test
    void shouldSayThatThereAreNoCounters()
    {
        assertEquals(ExitCodes.FAILED, tulle.run("stat"));
        assertEquals(1, tulle.err().lines().count(), tulle.err());
        assertTrue(tulle.err().contains(tulle.runDir().toString()), tulle.err());
    }

    @Test
    void shouldRefuseAnIntervalOfNothing()
    {
        assertEquals(ExitCodes.USAGE, tulle.run("stat", "--watch", "--interval", "0"));
    }

    @Test
    void shouldTellAgesInWords()
    {
        assertEquals("0 s", DaemonLife.age(-5));
        assertEquals("59 s", DaemonLife.age(59_999));
        assertEquals("2 h 5 min", DaemonLife.age(TimeUnit.MINUTES.toMillis(125)));
        assertEquals("3 d 1 h", DaemonLife.age(TimeUnit.HOURS.toMillis(73)));
    }
}
