package io.tulle.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tulle.dataplane.OffHeapMemory;
import io.tulle.dns.Forwarding;
import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.message.RecordType;
import io.tulle.dns.zone.LocalNames;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does an answer about a container take? An operation is one question: copied into a frame's place, checked,
 * looked up and answered there; of {@value #QUESTIONS} in random order, so that caches miss as in life. Others are a
 * question for a name that is nobody's here, and what a new table costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalNamesBenchmark
{
    static final int QUESTIONS = 1 << 16;
    private static final int STRIDE = 64;
    private static final int FRAME = QUESTIONS * STRIDE;
    private static final int FRAME_LENGTH = 2_048;
    private static final int UDP_LIMIT = 512;
    private static final int FIRST_ADDRESS = 0x0A40_0002; // 10.64.0.2
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TTL_S = 5;

    @Param({"1000", "100000"})
    private int containers;

    private final DnsQuery query = new DnsQuery();
    private final LocalNames names = new LocalNames(new AnswerWriter(), TTL_S);
    private final int[] lengths = new int[QUESTIONS];
    private OffHeapMemory memory;
    private UnsafeBuffer buffer;
    private List<ZoneEntry> entries;
    private NameView view;
    private NameView strangersView;
    private int next;

    @Setup
    public void fill()
    {
        memory = new OffHeapMemory(FRAME + FRAME_LENGTH, false);
        buffer = memory.buffer();
        entries = new ArrayList<>(containers);
        for (int i = 0; i < containers; i++)
        {
            entries.add(ZoneEntry.of(name(i), List.of(address(FIRST_ADDRESS + i)), name(i)));
        }
        view = view(ZoneTable.of(entries));
        strangersView = view(ZoneTable.of(List.of(ZoneEntry.of("stranger", List.of(), "stranger"))));
        final Random random = new Random(containers);
        for (int i = 0; i < QUESTIONS; i++)
        {
            lengths[i] = question(i * STRIDE, name(random.nextInt(containers)));
        }
    }

    private static NameView view(final ZoneTable table)
    {
        final Zone zone = new Zone("net");
        zone.table(table);
        return new NameView(1, "asker", "net", 1_500, 0, ZoneTable.EMPTY, List.of(zone), Forwarding.PROHIBITED);
    }

    private static String name(final int number)
    {
        return "service-" + number + ".backend";
    }

    private static InetAddress address(final int address)
    {
        try
        {
            return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex); // four octets are an address
        }
    }

    private int question(final int offset, final String name)
    {
        final byte[] wireName = DomainName.encode(name);
        final ByteBuffer message = ByteBuffer.allocate(DnsQuery.HEADER_LENGTH + wireName.length + Integer.BYTES);
        message.putInt(RECURSION_DESIRED).putInt(1 << 16).putInt(0);
        message.put(wireName).putShort((short) RecordType.A).putShort((short) RecordType.IN);
        buffer.putBytes(offset, message.array());
        return message.capacity();
    }

    @TearDown
    public void close()
    {
        memory.close();
    }

    @Benchmark
    public int known()
    {
        return ask(view);
    }

    @Benchmark
    public int unknown()
    {
        return ask(strangersView);
    }

    @Benchmark
    public ZoneTable newTable()
    {
        return ZoneTable.of(entries);
    }

    private int ask(final NameView asker)
    {
        final int number = next++ & QUESTIONS - 1;
        final int length = lengths[number];
        buffer.putBytes(FRAME, buffer, number * STRIDE, length);
        query.wrap(buffer, FRAME, length);
        return names.answer(query, asker, buffer, FRAME, UDP_LIMIT);
    }
}
