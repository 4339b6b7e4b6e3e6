package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.UnsafeApi;

/**
 * A session table's bytes in a mapped file, which the next process finds again: times in it are of the monotonic clock,
 * so only a file of the same boot is of use. Opened and grown by the conductor.
 * <p>
 * The file is as long as the full table and sparse. A store into a hole of a file system that is full kills the process
 * (SIGBUS), so memory is made real by writing zeros ahead of the high-water mark: that fails as an exception does, and
 * then the table is full at that mark.
 */
final class SessionFile extends SessionMemory
{
    static final int CHUNK_SESSIONS = 1 << 16;

    private static final long MAGIC = 0x54554C4C_45534553L; // "TULLESES"
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1); // what is denied fills the file system first
    private static final int LAYOUT_VERSION = 1;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Set<StandardOpenOption> OPTIONS =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final FileChannel channel;
    private final MappedByteBuffer mapped;
    private boolean isDenied;
    private long deniedNs;

    private SessionFile(final FileChannel channel, final MappedByteBuffer mapped, final int capacity)
    {
        super(BufferUtil.address(mapped), capacity);
        this.channel = channel;
        this.mapped = mapped;
    }

    static SessionMemory open(final Path file, final int capacity)
    {
        try
        {
            return open(file, capacity, bootId());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("session table " + file + ": " + ex.getMessage(), ex);
        }
    }

    static SessionMemory open(final Path file, final int capacity, final UUID bootId) throws IOException
    {
        final int lengthBytes = lengthBytes(capacity);
        if (Files.exists(file) && !isUsable(file, capacity, bootId))
        {
            Files.delete(file);
        }
        final FileChannel channel = FileChannel.open(file, OPTIONS,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try
        {
            if (0 == channel.size())
            {
                format(channel, capacity, bootId);
            }
            return new SessionFile(channel, channel.map(MapMode.READ_WRITE, 0, lengthBytes), capacity);
        }
        catch (final IOException ex)
        {
            channel.close();
            throw ex;
        }
    }

    @Override
    boolean ensureRoom()
    {
        final int room = room();
        if (room == capacity() || room - highWaterMark() > CHUNK_SESSIONS / 2)
        {
            return true;
        }
        final long nowNs = System.nanoTime();
        if (!isDenied || nowNs - deniedNs > RETRY_NS)
        {
            deniedNs = nowNs;
            isDenied = !isGrown(room, Math.min(CHUNK_SESSIONS, capacity() - room));
        }
        return !isDenied;
    }

    private boolean isGrown(final int room, final int more)
    {
        try
        {
            writeZeros(channel, SESSIONS_OFFSET + (long) room * SESSION_BYTES, (long) more * SESSION_BYTES);
        }
        catch (final IOException ex)
        {
            return false; // no space left: whoever asked says so, and the table is full there
        }
        UnsafeApi.putIntRelease(null, header() + ROOM_OFFSET, room + more); // pairs with room()
        return true;
    }

    @Override
    public void close()
    {
        IoUtil.unmap(mapped);
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static UUID bootId()
    {
        try
        {
            return UUID.fromString(Files.readString(BOOT_ID).trim());
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return UUID.randomUUID(); // no boot is known to be this one
        }
    }

    private static boolean isUsable(final Path file, final int capacity, final UUID bootId) throws IOException
    {
        final ByteBuffer header = ByteBuffer.allocate(PORTS_OFFSET).order(ByteOrder.nativeOrder());
        final ByteBuffer expected = header(capacity, bootId, 0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            if (lengthBytes(capacity) != channel.size() || PORTS_OFFSET != channel.read(header, 0))
            {
                return false;
            }
        }
        final int room = header.getInt(ROOM_OFFSET);
        final int highWater = header.getInt(HIGH_WATER_OFFSET);
        return header.slice(0, HIGH_WATER_OFFSET).equals(expected.slice(0, HIGH_WATER_OFFSET)) &&
            highWater >= 0 && highWater <= room && room <= capacity;
    }

    private static void format(final FileChannel channel, final int capacity, final UUID bootId) throws IOException
    {
        final int room = Math.min(CHUNK_SESSIONS, capacity);
        writeZeros(channel, 0, SESSIONS_OFFSET + (long) room * SESSION_BYTES);
        writeFully(channel, header(capacity, bootId, room), 0);
    }

    private static ByteBuffer header(final int capacity, final UUID bootId, final int room)
    {
        return ByteBuffer.allocate(PORTS_OFFSET).order(ByteOrder.nativeOrder())
            .putLong(MAGIC_OFFSET, MAGIC)
            .putInt(LAYOUT_OFFSET, LAYOUT_VERSION)
            .putInt(CAPACITY_OFFSET, capacity)
            .putLong(BOOT_ID_OFFSET, bootId.getMostSignificantBits())
            .putLong(BOOT_ID_OFFSET + Long.BYTES, bootId.getLeastSignificantBits())
            .putInt(ROOM_OFFSET, room);
    }

    private static void writeZeros(final FileChannel channel, final long from, final long length) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        for (long done = 0; done < length; done += zeros.capacity())
        {
            zeros.clear().limit((int) Math.min(zeros.capacity(), length - done));
            writeFully(channel, zeros, from + done);
        }
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer bytes, final long from)
        throws IOException
    {
        long position = from;
        while (bytes.hasRemaining())
        {
            position += channel.write(bytes, position);
        }
    }
}
