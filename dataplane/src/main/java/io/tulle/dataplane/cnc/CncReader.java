package io.tulle.dataplane.cnc;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.CountersReader;

/**
 * Reads a counters file, whether the daemon that wrote it lives or not. Used by the command line, any thread; what
 * {@link #counters()} returned is good until {@link #close()}.
 */
public final class CncReader implements AutoCloseable
{
    private final MappedByteBuffer mapped;
    private final CncLayout layout;
    private boolean isClosed;

    private CncReader(final MappedByteBuffer mapped, final Path file) throws IOException
    {
        this.mapped = mapped;
        layout = new CncLayout(mapped);
        if (!layout.isValid() || mapped.capacity() < CncLayout.fileBytes(layout.workers(), layout.maxPorts()))
        {
            throw new IOException(file + " is not a counters file of this version of Tulle");
        }
    }

    /** @param directory the run directory of the daemon. */
    public static CncReader open(final Path directory) throws IOException
    {
        final Path file = directory.resolve(CncFile.FILE_NAME);
        try (FileChannel channel = FileChannel.open(file))
        {
            if (channel.size() < CncLayout.HEADER_BYTES)
            {
                throw new IOException(file + " is too short to be a counters file");
            }
            return new CncReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), file);
        }
        catch (final NoSuchFileException ex)
        {
            throw new IOException("no counters in " + directory + ": no Tulle has run there; " +
                "start one with tulle up -f FILE, or name its --run-dir", ex);
        }
    }

    public synchronized long processId()
    {
        return layout().processId();
    }

    public synchronized long startMs()
    {
        return layout().startMs();
    }

    /** @return when the daemon last showed that it lives, in ms since 1970. */
    public synchronized long heartbeatMs()
    {
        return layout().heartbeat();
    }

    public synchronized int workers()
    {
        return layout().workers();
    }

    /** @return the attached ports, and first, if there were any, the sum of the removed ones. */
    public synchronized List<PortStatistics> ports()
    {
        final List<PortStatistics> ports = new ArrayList<>();
        final UnsafeBuffer records = layout().ports();
        for (int port = 0; port < layout().maxPorts(); port++)
        {
            final int record = port * layout().workers() * PortCounters.RECORD_BYTES;
            if (PortCounters.REMOVED_PORTS == port ||
                PortCounters.STATE_USED == records.getIntVolatile(record + PortCounters.STATE_OFFSET))
            {
                ports.add(read(records, port, record));
            }
        }
        return ports;
    }

    /** @return the counters of stages and workers, by label. */
    public synchronized CountersReader counters()
    {
        return new CountersReader(layout().metadata(), layout().values());
    }

    /** Shows every distinct error, each with how often and when it was seen. @return how many there are. */
    public synchronized int errors(final ErrorConsumer consumer)
    {
        return ErrorLogReader.read(layout().errorLog(), consumer);
    }

    @Override
    public synchronized void close()
    {
        isClosed = true;
        BufferUtil.free(mapped);
    }

    /** Memory that is unmapped must not be touched: that would end the whole process. */
    private CncLayout layout()
    {
        if (isClosed)
        {
            throw new IllegalStateException("the counters file is closed");
        }
        return layout;
    }

    private PortStatistics read(final UnsafeBuffer records, final int port, final int record)
    {
        final String name = PortCounters.REMOVED_PORTS == port ? "(removed)" : records.getStringWithoutLengthAscii(
            record + PortCounters.NAME_OFFSET, records.getInt(record + PortCounters.NAME_LENGTH_OFFSET));
        final PortStatistics statistics = new PortStatistics(port, name);
        for (int worker = 0; worker < layout.workers(); worker++)
        {
            for (int i = 0; i < PortCounters.COUNTER_CAPACITY; i++)
            {
                statistics.add(i, records.getLongVolatile(
                    record + worker * PortCounters.RECORD_BYTES + PortCounters.COUNTERS_OFFSET + i * Long.BYTES));
            }
        }
        return statistics;
    }
}
