package io.tulle.dataplane.cnc;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The layout of the counters file ("command and control", as Aeron calls its own).
 * <pre>
 *   header, 4,096 bytes:
 *     0 magic | 8 version | 12 workers | 16 process id | 24 start, ms since 1970 | 32 heartbeat, ms since 1970
 *     40 ports | 44 counter metadata bytes | 48 counter values bytes | 52 error log bytes
 *   port records | counter metadata | counter values | distinct error log
 * </pre>
 * Integers are little-endian, as the processor has them. The file is sparse: a record that was never used costs
 * nothing.
 */
final class CncLayout
{
    static final long MAGIC = 0x434E43_454C4C5554L; // "TULLECNC"
    static final int VERSION = 1;
    static final int HEADER_BYTES = 4096;
    /** A network takes 4 and a worker 7: about a thousand networks. */
    private static final int COUNTERS = 4096;
    static final int METADATA_BYTES = COUNTERS * 512;
    static final int VALUES_BYTES = COUNTERS * 128;
    static final int ERROR_LOG_BYTES = 256 * 1024;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int WORKERS_OFFSET = 12;
    private static final int PROCESS_ID_OFFSET = 16;
    private static final int START_OFFSET = 24;
    private static final int HEARTBEAT_OFFSET = 32;
    private static final int PORTS_OFFSET = 40;
    private static final int METADATA_OFFSET = 44;
    private static final int VALUES_OFFSET = 48;
    private static final int ERROR_LOG_OFFSET = 52;

    private final ByteBuffer mapped;
    private final UnsafeBuffer header;

    CncLayout(final ByteBuffer mapped)
    {
        this.mapped = mapped;
        header = new UnsafeBuffer(mapped, 0, HEADER_BYTES);
    }

    static int fileBytes(final int workers, final int maxPorts)
    {
        return HEADER_BYTES + portsBytes(workers, maxPorts) + METADATA_BYTES + VALUES_BYTES + ERROR_LOG_BYTES;
    }

    void write(final int workers, final int maxPorts, final long processId, final long nowMs)
    {
        header.putInt(VERSION_OFFSET, VERSION);
        header.putInt(WORKERS_OFFSET, workers);
        header.putLong(PROCESS_ID_OFFSET, processId);
        header.putLong(START_OFFSET, nowMs);
        header.putInt(PORTS_OFFSET, maxPorts);
        header.putInt(METADATA_OFFSET, METADATA_BYTES);
        header.putInt(VALUES_OFFSET, VALUES_BYTES);
        header.putInt(ERROR_LOG_OFFSET, ERROR_LOG_BYTES);
        heartbeat(nowMs);
        header.putLongRelease(MAGIC_OFFSET, MAGIC); // pairs with acquire in isValid
    }

    boolean isValid()
    {
        return MAGIC == header.getLongAcquire(MAGIC_OFFSET) && VERSION == header.getInt(VERSION_OFFSET);
    }

    void heartbeat(final long nowMs)
    {
        header.putLongRelease(HEARTBEAT_OFFSET, nowMs);
    }

    long heartbeat()
    {
        return header.getLongAcquire(HEARTBEAT_OFFSET);
    }

    long processId()
    {
        return header.getLong(PROCESS_ID_OFFSET);
    }

    long startMs()
    {
        return header.getLong(START_OFFSET);
    }

    int workers()
    {
        return header.getInt(WORKERS_OFFSET);
    }

    int maxPorts()
    {
        return header.getInt(PORTS_OFFSET);
    }

    UnsafeBuffer ports()
    {
        return new UnsafeBuffer(mapped, HEADER_BYTES, portsBytes(workers(), maxPorts()));
    }

    UnsafeBuffer metadata()
    {
        final int offset = HEADER_BYTES + portsBytes(workers(), maxPorts());
        return new UnsafeBuffer(mapped, offset, header.getInt(METADATA_OFFSET));
    }

    UnsafeBuffer values()
    {
        final int offset = HEADER_BYTES + portsBytes(workers(), maxPorts()) + header.getInt(METADATA_OFFSET);
        return new UnsafeBuffer(mapped, offset, header.getInt(VALUES_OFFSET));
    }

    UnsafeBuffer errorLog()
    {
        final int length = header.getInt(ERROR_LOG_OFFSET);
        return new UnsafeBuffer(mapped, fileBytes(workers(), maxPorts()) - ERROR_LOG_BYTES, length);
    }

    private static int portsBytes(final int workers, final int maxPorts)
    {
        return Math.multiplyExact(workers * maxPorts, PortCounters.RECORD_BYTES);
    }
}
