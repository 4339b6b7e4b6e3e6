package io.tulle.dataplane.cnc;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.agrona.BufferUtil;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.CountersManager;

/**
 * The mapped file that counters and errors live in, so that they can be read while the daemon is dead. Made by the
 * conductor at start; the file of the run before is replaced.
 */
public final class CncFile implements AutoCloseable
{
    public static final String FILE_NAME = "tulle.cnc";

    private final MappedByteBuffer mapped;
    private final CncLayout layout;
    private final int workers;
    private final CountersManager countersManager;
    private final DistinctErrorLog errorLog;

    private CncFile(final MappedByteBuffer mapped, final int workers, final int maxPorts)
    {
        this.mapped = mapped;
        this.workers = workers;
        layout = new CncLayout(mapped);
        layout.write(workers, maxPorts, ProcessHandle.current().pid(), System.currentTimeMillis());
        countersManager = new CountersManager(layout.metadata(), layout.values());
        errorLog = new DistinctErrorLog(layout.errorLog(), SystemEpochClock.INSTANCE);
    }

    /**
     * @param directory where the file is made, under another name first
     * @param workers   how many workers count
     * @param maxPorts  one more than the highest port index
     */
    public static CncFile create(final Path directory, final int workers, final int maxPorts) throws IOException
    {
        final Path temporary = directory.resolve(FILE_NAME + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            final int length = CncLayout.fileBytes(workers, maxPorts);
            final CncFile file = new CncFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, length), workers, maxPorts);
            Files.move(temporary, directory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
            return file;
        }
    }

    /** @return the port counters of one worker, from 0. */
    public PortCounters portCounters(final int worker)
    {
        return new PortCounters(layout.ports(), workers, worker);
    }

    /** @return where stages and workers allocate their counters. */
    public CountersManager counters()
    {
        return countersManager;
    }

    public DistinctErrorLog errorLog()
    {
        return errorLog;
    }

    /** Shows that the daemon is alive; the conductor calls it once a second. */
    public void heartbeat(final long nowMs)
    {
        layout.heartbeat(nowMs);
    }

    /** Unmaps the file, which stays for a reader. */
    @Override
    public void close()
    {
        BufferUtil.free(mapped);
    }
}
