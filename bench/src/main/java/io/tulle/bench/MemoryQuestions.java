package io.tulle.bench;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.DnsStage;
import io.tulle.dns.Forwarding;
import io.tulle.dns.QueryLog;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.ResolverLink;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.BitUtil;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A worker's DNS stage with questions in memory: bursts by one port after another, each question for a random name of
 * those that are known, as a TAP hands it over. Stepped by a benchmark.
 */
final class MemoryQuestions implements AutoCloseable
{
    static final int BURST = 32;
    private static final int PORTS = 64;
    private static final int MAX_PORTS = PORTS + 1; // index 0 is where the counters of removed ports go
    private static final int THOUSAND = 1_000;
    private static final String NAME = "c%03dc%03d%s";
    private static final int ETHERNET_LENGTH = 14;
    private static final int TRANSPORT_OFFSET = ETHERNET_LENGTH + Ipv4Header.MIN_LENGTH;
    private static final int MESSAGE_OFFSET = TRANSPORT_OFFSET + UdpHeader.LENGTH;
    private static final int NAME_OFFSET = MESSAGE_OFFSET + DnsQuery.HEADER_LENGTH + 1;
    private static final long ROUTER_MAC = 0x0242_0A00_0001L;
    private static final int CLIENT_IPV4 = 0x0A00_0002;
    private static final int ROUTER_IPV4 = 0x0A00_0001;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long MULTIPLIER = 6_364_136_223_846_793_005L; // Knuth's, of a linear congruential generator
    private static final int[] HALVES = IntStream.range(0, THOUSAND).map(MemoryQuestions::half).toArray();
    private static final Forwarding FORWARDING = new Forwarding(1, List.of(), Map.of());

    private final FramePool pool = new FramePool(128);
    private final FrameDescriptor frames = pool.frames();
    private final UnsafeBuffer cells = pool.buffer();
    private final WorkerClock clock = new WorkerClock(SystemNanoClock.INSTANCE, new OffsetEpochNanoClock());
    private final NameViews views = new NameViews(MAX_PORTS);
    private final Zone zone = new Zone("net");
    private final AnswerCache cache;
    private final Path directory;
    private final CncFile cnc;
    private final EgressQueues queues;
    private final DnsStage stage;
    private final UnsafeBuffer template;
    private final int lengthBytes;
    private final int names;
    private long random = 1;
    private int port = 1;
    private long sent;
    private long asked;

    /** Every name is in a zone. */
    static MemoryQuestions local(final int names)
    {
        final MemoryQuestions questions = new MemoryQuestions(names, "");
        final List<ZoneEntry> entries = new ArrayList<>();
        for (int i = 0; i < names; i++)
        {
            entries.add(ZoneEntry.of(name(i, ""), List.of(address(CLIENT_IPV4 + i)), "container"));
        }
        questions.zone.table(ZoneTable.of(entries));
        return questions;
    }

    /** An answer of two records is kept for every name. */
    static MemoryQuestions cached(final int names)
    {
        final MemoryQuestions questions = new MemoryQuestions(names, ".example.com");
        for (int i = 0; i < names; i++)
        {
            questions.cache.put(questions.answer(i));
        }
        return questions;
    }

    private MemoryQuestions(final int names, final String suffix)
    {
        this.names = names;
        cache = new AnswerCache(names * 8 + 8); // nobody's share is full
        final byte[] message = question(0, suffix);
        template = template(message);
        lengthBytes = MESSAGE_OFFSET + message.length;
        try
        {
            directory = Files.createTempDirectory("tulle-bench");
            cnc = CncFile.create(directory, 1, MAX_PORTS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        final WorkerContext context = WorkerContext.create(pool, MAX_PORTS, cnc.portCounters(0), clock);
        queues = context.egressQueues();
        for (int i = 1; i < MAX_PORTS; i++)
        {
            queues.open(i);
            views.put(new NameView(i, "c" + i, "net", 1500, ROUTER_MAC, ZoneTable.EMPTY, List.of(zone), FORWARDING));
        }
        stage = new DnsStage(context, new DnsContext(DnsSettings.DEFAULTS, views, cache, new QueryLog()),
            new ResolverLink(pool, MAX_PORTS, () -> { }, null));
    }

    /** One burst in and out. @return frames that were answered */
    int burst()
    {
        clock.update();
        port = port < PORTS ? port + 1 : 1;
        for (int i = 0; i < BURST; i++)
        {
            stage.input().add(question());
        }
        asked += BURST;
        stage.process();
        return send();
    }

    void checkAllAnswered()
    {
        if (asked != sent)
        {
            throw new IllegalStateException(asked + " questions asked, " + sent + " answered");
        }
    }

    @Override
    public void close()
    {
        cnc.close();
        pool.close();
        try
        {
            Files.delete(directory.resolve(CncFile.FILE_NAME));
            Files.delete(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private int question()
    {
        final int frame = pool.claim();
        final int dataOffset = frames.dataOffset(frame);
        for (int i = 0; i < template.capacity(); i += Long.BYTES)
        {
            cells.putLong(dataOffset - VnetHeader.LENGTH + i, template.getLong(i));
        }
        random = random * MULTIPLIER + 1;
        final int number = (int) ((random >>> 33) * names >>> 31);
        cells.putInt(dataOffset + NAME_OFFSET, HALVES[number / THOUSAND]);
        cells.putInt(dataOffset + NAME_OFFSET + Integer.BYTES, HALVES[number % THOUSAND]);
        frames.received(frame, port, lengthBytes);
        frames.parsed(frame, EtherType.IPV4, dataOffset + ETHERNET_LENGTH);
        frames.transport(frame, IpProtocol.UDP, dataOffset + TRANSPORT_OFFSET);
        return frame;
    }

    private int send()
    {
        int count = 0;
        for (int i = 0; i < queues.size(); i++)
        {
            final Burst burst = queues.burst(queues.port(i));
            for (int j = 0; j < burst.size(); j++)
            {
                pool.release(burst.frame(j));
            }
            count += burst.size();
            burst.clear();
        }
        queues.clear();
        sent += count;
        return count;
    }

    private static String name(final int number, final String suffix)
    {
        return String.format(NAME, number / THOUSAND, number % THOUSAND, suffix);
    }

    /** Four letters of a name, as they lie in memory. */
    private static int half(final int number)
    {
        return new UnsafeBuffer(String.format("c%03d", number).getBytes(US_ASCII)).getInt(0);
    }

    /** Behind a virtio-net header that leaves the checksum to do, as one from a TAP does; a whole number of longs. */
    private static UnsafeBuffer template(final byte[] message)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(
            new byte[BitUtil.align(VnetHeader.LENGTH + MESSAGE_OFFSET + message.length, Long.BYTES)]);
        final int ip = VnetHeader.LENGTH + ETHERNET_LENGTH;
        final int length = UdpHeader.LENGTH + message.length;
        new VnetHeader().wrap(buffer, 0).flags(VnetHeader.NEEDS_CSUM).checksumStart(TRANSPORT_OFFSET)
            .checksumOffset(UdpHeader.CHECKSUM_OFFSET);
        new Ipv4Header().wrap(buffer, ip).headerLength(Ipv4Header.MIN_LENGTH)
            .totalLength(Ipv4Header.MIN_LENGTH + length).timeToLive(64).protocol(IpProtocol.UDP).source(CLIENT_IPV4)
            .destination(ROUTER_IPV4).computeChecksum();
        new UdpHeader().wrap(buffer, ip + Ipv4Header.MIN_LENGTH).sourcePort(40_000).destinationPort(53).length(length);
        buffer.putBytes(VnetHeader.LENGTH + MESSAGE_OFFSET, message);
        return buffer;
    }

    private static byte[] question(final int number, final String suffix)
    {
        final byte[] name = DomainName.encode(name(number, suffix));
        final UnsafeBuffer message = new UnsafeBuffer(new byte[DnsQuery.HEADER_LENGTH + name.length + 4]);
        message.putShort(2, (short) 0x0100, BIG_ENDIAN); // RD
        message.putShort(4, (short) 1, BIG_ENDIAN);
        message.putBytes(DnsQuery.HEADER_LENGTH, name);
        message.putInt(DnsQuery.HEADER_LENGTH + name.length, 0x0001_0001, BIG_ENDIAN); // A, IN
        return message.byteArray();
    }

    private CachedAnswer answer(final int number)
    {
        final byte[] question = question(number, ".example.com");
        final DnsQuery query = new DnsQuery();
        query.wrap(new UnsafeBuffer(question), 0, question.length);
        final UnsafeBuffer records = new UnsafeBuffer(new byte[32]);
        for (int i = 0; i < 2; i++)
        {
            records.putLong(i * 16, 0xC00C_0001_0001_0000L, BIG_ENDIAN);
            records.putLong(i * 16 + 8, 0x0E10_0004_C000_0200L + i, BIG_ENDIAN);
        }
        return new CachedAnswer(QuestionKey.of(query, FORWARDING.id()), ResponseCode.NOERROR, 2L << 48,
            records.byteArray(), new int[]{6, 22}, false, clock.nanoTime(), DAY_NS,
            new InetSocketAddress("192.0.2.53", 53), 0);
    }

    private static InetAddress address(final int ipv4)
    {
        try
        {
            return InetAddress.getByAddress(
                new byte[]{(byte) (ipv4 >>> 24), (byte) (ipv4 >>> 16), (byte) (ipv4 >>> 8), (byte) ipv4});
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
