package io.tulle.dataplane.cnc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.tulle.dataplane.DropReason;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon wrote to its counters file is read back, while it lives and afterwards. */
class CncReaderTest
{
    private static final int WORKERS = 2;
    private static final int MAX_PORTS = 8;

    @TempDir
    private Path directory;

    @Test
    void shouldAddUpAllWorkersOfAPort() throws IOException
    {
        try (CncFile file = createFile(); CncReader reader = CncReader.open(directory))
        {
            for (int worker = 0; worker < WORKERS; worker++)
            {
                final PortCounters counters = file.portCounters(worker);
                counters.open(3, "web/front");
                counters.received(3, 10, 1000);
                counters.transmitted(3, 4, 400);
                counters.copied(3, 2);
                counters.dropped(3, DropReason.RUNT);
            }
            final PortStatistics port = port(reader, 3);
            assertEquals("web/front", port.name());
            assertEquals(List.of(20L, 2000L, 8L, 800L, 4L),
                List.of(port.rxFrames(), port.rxBytes(), port.txFrames(), port.txBytes(), port.copies()));
            assertEquals(Map.of(DropReason.RUNT, 2L), port.dropsByReason());
            assertEquals(2, port.drops());
        }
    }

    @Test
    void shouldKeepTheCountsOfAPortThatIsRenamed() throws IOException
    {
        try (CncFile file = createFile(); CncReader reader = CncReader.open(directory))
        {
            final PortCounters counters = file.portCounters(0);
            counters.open(3, "0123456789ab/front");
            counters.received(3, 10, 1000);
            counters.rename(3, "web/shop");

            assertEquals("web/shop", port(reader, 3).name());
            assertEquals(10, port(reader, 3).rxFrames());
        }
    }

    @Test
    void shouldKeepTheCountsOfRemovedPortsInOneSum() throws IOException
    {
        try (CncFile file = createFile(); CncReader reader = CncReader.open(directory))
        {
            final PortCounters counters = file.portCounters(0);
            for (int port = 1; port <= 3; port++)
            {
                counters.open(port, "port" + port);
                counters.received(port, port, 0);
                counters.close(port);
            }
            assertEquals(1, reader.ports().size());
            final PortStatistics removed = port(reader, PortCounters.REMOVED_PORTS);
            assertEquals("(removed)", removed.name());
            assertEquals(6, removed.rxFrames());
        }
    }

    @Test
    void shouldStartAtZeroWhenAnIndexIsUsedAgain() throws IOException
    {
        try (CncFile file = createFile(); CncReader reader = CncReader.open(directory))
        {
            final PortCounters counters = file.portCounters(0);
            counters.open(1, "a name that is longer than the next");
            counters.received(1, 5, 500);
            counters.close(1);
            counters.open(1, "next");
            assertEquals("next", port(reader, 1).name());
            assertEquals(0, port(reader, 1).rxFrames());
            assertEquals(5, port(reader, PortCounters.REMOVED_PORTS).rxFrames());
        }
    }

    @Test
    void shouldKeepPortZeroForTheSums() throws IOException
    {
        try (CncFile file = createFile())
        {
            assertThrows(IllegalArgumentException.class, () -> file.portCounters(0).open(0, "zero"));
        }
    }

    @Test
    void shouldCutNamesThatAreTooLong() throws IOException
    {
        try (CncFile file = createFile(); CncReader reader = CncReader.open(directory))
        {
            file.portCounters(0).open(1, "x".repeat(1000));
            assertEquals("x".repeat(PortCounters.NAME_CAPACITY_BYTES), port(reader, 1).name());
            assertEquals(0, port(reader, 1).rxFrames());
        }
    }

    @Test
    void shouldBeReadAfterItsWriterIsGone() throws IOException
    {
        try (CncFile file = createFile())
        {
            file.portCounters(0).open(2, "db/back");
            file.portCounters(0).received(2, 7, 700);
            final AtomicCounter counter = file.counters().newCounter("worker 0: frames through Bridge");
            counter.set(42);
            final Exception error = new IllegalStateException("something odd");
            file.errorLog().record(error);
            file.errorLog().record(error);
            file.heartbeat(123_456);
        }
        try (CncReader reader = CncReader.open(directory))
        {
            assertEquals(7, port(reader, 2).rxFrames());
            assertEquals(WORKERS, reader.workers());
            assertEquals(ProcessHandle.current().pid(), reader.processId());
            assertEquals(123_456, reader.heartbeatMs());
            assertTrue(reader.startMs() > 0);
            final List<String> counters = new ArrayList<>();
            reader.counters().forEach((value, id, label) -> counters.add(label + "=" + value));
            assertEquals(List.of("worker 0: frames through Bridge=42"), counters);
            final List<String> errors = new ArrayList<>();
            assertEquals(1, reader.errors((count, first, last, text) -> errors.add(count + text)));
            assertTrue(errors.get(0).startsWith("2") && errors.get(0).contains("something odd"), errors.get(0));
        }
    }

    @Test
    void shouldReplaceTheFileOfTheRunBefore() throws IOException
    {
        try (CncFile before = createFile())
        {
            before.portCounters(0).open(1, "before");
            try (CncFile after = createFile(); CncReader reader = CncReader.open(directory))
            {
                assertEquals(List.of("(removed)"), reader.ports().stream().map(PortStatistics::name).toList());
                after.heartbeat(1);
                before.heartbeat(2);
                assertEquals(1, reader.heartbeatMs());
            }
        }
    }

    @Test
    void shouldRefuseToReadOnceItIsClosed() throws IOException
    {
        try (CncFile file = createFile())
        {
            file.heartbeat(1);
            final CncReader reader = CncReader.open(directory);
            reader.close();
            reader.close();
            assertThrows(IllegalStateException.class, reader::ports);
            assertThrows(IllegalStateException.class, reader::counters);
            assertThrows(IllegalStateException.class, reader::heartbeatMs);
        }
    }

    @Test
    void shouldNameTheRemedyWhenThereIsNoFile()
    {
        final IOException ex = assertThrows(IOException.class, () -> CncReader.open(directory));
        assertTrue(ex.getMessage().contains("tulle up"), ex.getMessage());
    }

    @Test
    void shouldRefuseFilesThatAreNoCounters() throws IOException
    {
        final Path file = directory.resolve(CncFile.FILE_NAME);
        for (final int lengthBytes : new int[]{0, 100, CncLayout.HEADER_BYTES, 100_000})
        {
            Files.write(file, new byte[lengthBytes]);
            assertThrows(IOException.class, () -> CncReader.open(directory));
        }
    }

    @Test
    void shouldRefuseAFileThatIsCutOff() throws IOException
    {
        final Path path = directory.resolve(CncFile.FILE_NAME);
        createFile().close();
        final byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
        assertThrows(IOException.class, () -> CncReader.open(directory));
    }

    private CncFile createFile() throws IOException
    {
        return CncFile.create(directory, WORKERS, MAX_PORTS);
    }

    private static PortStatistics port(final CncReader reader, final int index)
    {
        return reader.ports().stream().filter((port) -> index == port.index()).findFirst().orElseThrow();
    }
}
