package io.tulle.dataplane.cnc;

import io.tulle.dataplane.DropReason;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts what each port received, sent and dropped, in the mapped counters file. One object a worker: a record of the
 * file belongs to one port and one worker, so every counter has one writer, and a reader adds the workers up.
 * <pre>
 *   record, 1,024 bytes:  0 state | 4 name length | 8 name, 184 bytes ASCII | 192 counters, 8 bytes each:
 *     rx frames, rx bytes, tx frames, tx bytes, flooded copies, drops by reason ...
 * </pre>
 */
public final class PortCounters
{
    public static final int RECORD_BYTES = 1024;
    /** The record that holds the sums of ports that were removed. */
    public static final int REMOVED_PORTS = 0;

    static final int STATE_OFFSET = 0;
    static final int NAME_LENGTH_OFFSET = 4;
    static final int NAME_OFFSET = 8;
    static final int NAME_CAPACITY_BYTES = 184;
    static final int COUNTERS_OFFSET = NAME_OFFSET + NAME_CAPACITY_BYTES;
    static final int COUNTER_CAPACITY = (RECORD_BYTES - COUNTERS_OFFSET) / Long.BYTES;

    static final int STATE_FREE = 0;
    static final int STATE_USED = 1;

    static final int RX_FRAMES = 0;
    static final int RX_BYTES = 1;
    static final int TX_FRAMES = 2;
    static final int TX_BYTES = 3;
    static final int COPIES = 4;
    static final int DROPS = 5;

    private final UnsafeBuffer buffer;
    private final int workers;
    private final int worker;

    /**
     * @param buffer  the region of port records
     * @param workers how many workers share it
     * @param worker  whose records these are, from 0
     */
    public PortCounters(final UnsafeBuffer buffer, final int workers, final int worker)
    {
        if (DROPS + DropReason.count() > COUNTER_CAPACITY)
        {
            throw new IllegalStateException("a record has no room for " + DropReason.count() + " drop reasons");
        }
        this.buffer = buffer;
        this.workers = workers;
        this.worker = worker;
    }

    public void received(final int port, final int frames, final long bytes)
    {
        add(port, RX_FRAMES, frames);
        add(port, RX_BYTES, bytes);
    }

    public void transmitted(final int port, final int frames, final long bytes)
    {
        add(port, TX_FRAMES, frames);
        add(port, TX_BYTES, bytes);
    }

    /** Counts the further frames that flooding made of one, at the port that it came in by. */
    public void copied(final int port, final int copies)
    {
        add(port, COPIES, copies);
    }

    public void dropped(final int port, final DropReason reason)
    {
        add(port, DROPS + reason.ordinal(), 1);
    }

    /** Starts a port's record at zero. Called by the conductor before the worker knows the port. */
    public void open(final int port, final String name)
    {
        if (REMOVED_PORTS == port)
        {
            throw new IllegalArgumentException("port index " + port + " is kept for the removed ports' sums (" + name +
                "); count from 1");
        }
        final int record = record(port);
        buffer.setMemory(record, RECORD_BYTES, (byte) 0);
        rename(port, name);
        buffer.putIntRelease(record + STATE_OFFSET, STATE_USED); // pairs with acquire in CncReader
    }

    /** Gives a port another name; its counts go on. Called as {@link #open} is, at any time. */
    public void rename(final int port, final String name)
    {
        final int record = record(port);
        final String shown = name.length() <= NAME_CAPACITY_BYTES ? name : name.substring(0, NAME_CAPACITY_BYTES);
        buffer.putStringWithoutLengthAscii(record + NAME_OFFSET, shown);
        buffer.putInt(record + NAME_LENGTH_OFFSET, shown.length()); // who reads in between sees a mixed name once
    }

    /**
     * Adds a port's counts to those of removed ports. Called by the conductor when the worker has let go of the port.
     */
    public void close(final int port)
    {
        for (int i = 0; i < COUNTER_CAPACITY; i++)
        {
            add(REMOVED_PORTS, i, buffer.getLong(counter(port, i)));
        }
        buffer.putIntRelease(record(port) + STATE_OFFSET, STATE_FREE);
    }

    private void add(final int port, final int counter, final long amount)
    {
        final int offset = counter(port, counter);
        buffer.putLongRelease(offset, buffer.getLong(offset) + amount); // one writer: a plain read is enough
    }

    private int counter(final int port, final int counter)
    {
        return record(port) + COUNTERS_OFFSET + counter * Long.BYTES;
    }

    private int record(final int port)
    {
        return (port * workers + worker) * RECORD_BYTES;
    }
}
