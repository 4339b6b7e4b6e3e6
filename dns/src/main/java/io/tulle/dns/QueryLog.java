package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whoever listens of each question. Costs one look at a flag while nobody does. Threads that answer write into a
 * ring, one thread reads; what does not fit is counted and lost.
 * <pre>
 *   | time, epoch ms 8 | latency, ns 8 | port 4 | type 4 | outcome 4 | response code 4 | name, 0 to 255 |
 * </pre>
 */
public final class QueryLog
{
    private static final int RING_BYTES = 1 << 18; // some thousand questions
    private static final int MESSAGE_TYPE = 1;
    private static final int EPOCH_OFFSET = 0;
    private static final int LATENCY_OFFSET = 8;
    private static final int PORT_OFFSET = 16;
    private static final int TYPE_OFFSET = 20;
    private static final int OUTCOME_OFFSET = 24;
    private static final int CODE_OFFSET = 28;
    private static final int NAME_OFFSET = 32;

    /** Takes the records. Called by the thread that polls. */
    @FunctionalInterface
    public interface Handler
    {
        void onQuery(QueryLogEntry entry);
    }

    private final RingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(
        ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean on;

    /** Called by any thread. */
    public boolean isOn()
    {
        return on;
    }

    /** Switches it on or off; what was not read is forgotten. Called by the thread that polls. */
    public void set(final boolean on)
    {
        this.on = on;
        while (ring.read((type, buffer, offset, length) -> { }) > 0)
        {
            Thread.onSpinWait(); // a thread that saw the flag may still write
        }
    }

    /** Notes an answer, if it is on. Called by workers and the resolver's thread. */
    public void add(final int port, final DnsQuery query, final Outcome outcome, final int responseCode,
        final long latencyNs)
    {
        if (!on)
        {
            return;
        }
        final int nameLength = query.hasQuestion() ? query.nameLength() : 0;
        final int offset = ring.tryClaim(MESSAGE_TYPE, NAME_OFFSET + nameLength);
        if (offset < 0)
        {
            lost.incrementAndGet();
            return;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(offset + EPOCH_OFFSET, System.currentTimeMillis());
        buffer.putLong(offset + LATENCY_OFFSET, latencyNs);
        buffer.putInt(offset + PORT_OFFSET, port);
        buffer.putInt(offset + TYPE_OFFSET, 0 == nameLength ? 0 : query.type());
        buffer.putInt(offset + OUTCOME_OFFSET, outcome.ordinal());
        buffer.putInt(offset + CODE_OFFSET, responseCode);
        if (nameLength > 0)
        {
            buffer.putBytes(offset + NAME_OFFSET, query.buffer(), query.nameOffset(), nameLength);
        }
        ring.commit(offset);
    }

    /** Reads what is there. Called by one thread. */
    public int poll(final Handler handler, final int limit)
    {
        return ring.read((type, buffer, offset, length) -> handler.onQuery(entry(buffer, offset, length)), limit);
    }

    /** @return entries that did not fit. */
    public long lost()
    {
        return lost.get();
    }

    private static QueryLogEntry entry(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        return new QueryLogEntry(buffer.getLong(offset + EPOCH_OFFSET), buffer.getInt(offset + PORT_OFFSET),
            NAME_OFFSET == length ? "" : DomainName.text(buffer, offset + NAME_OFFSET),
            buffer.getInt(offset + TYPE_OFFSET), Outcome.of(buffer.getInt(offset + OUTCOME_OFFSET)),
            buffer.getInt(offset + CODE_OFFSET), buffer.getLong(offset + LATENCY_OFFSET));
    }
}
