package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.offload.ChecksumCompletion;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A worker in memory whose pipeline begins at the DNS stage: two ports on a network with the name "web", a resolver's
 * port, and the resolver's side of the link, which notes what it is handed.
 */
final class DnsRig implements AutoCloseable
{
    static final int PORT = 1;
    static final int NEIGHBOR = 2;
    static final int UNKNOWN_PORT = 3;
    static final int RESOLVER = 9;
    static final int MTU = 1500;
    static final int TTL_S = 5;
    static final long SECOND_NS = 1_000_000_000L;

    /** What the resolver's side was handed. */
    record Handed(int type, int port, byte[] frame, int networkOffset, int transportOffset)
    {
    }

    final NameViews views = new NameViews(64);
    final AnswerCache cache = new AnswerCache(64);
    final QueryLog log = new QueryLog();
    final Forwarding forwarding = new Forwarding(1, List.of(new InetSocketAddress("192.0.2.53", 53)), Map.of());
    final Zone zone = new Zone("net");
    final CountingWakeup wakeup = new CountingWakeup();
    ResolverLink link;
    DnsStage stage;
    int resolverWakeUps;
    final TestWorker worker = new TestWorker(this::stages);

    DnsRig()
    {
        zone.table(ZoneTable.of(List.of(
            ZoneEntry.of("web", addresses("172.17.0.2", "fd00:17::2"), "web"),
            ZoneEntry.of("many", many(), "many"))));
        worker.addPort(PORT, MTU);
        worker.addPort(NEIGHBOR, MTU);
        worker.addPort(UNKNOWN_PORT, MTU);
        views.put(view(PORT, MTU));
        views.put(view(NEIGHBOR, MTU));
        worker.context().counters().open(RESOLVER, "resolver");
        worker.proxy().addPort(new ResolverPort(RESOLVER, worker.context(), link));
        worker.run();
    }

    private List<Stage> stages(final WorkerContext context)
    {
        link = new ResolverLink(context.pool(), 64, () -> resolverWakeUps++, wakeup);
        stage = new DnsStage(context, new DnsContext(DnsSettings.DEFAULTS, views, cache, log), link);
        return List.of(new NotingStage(context, stage.input()), stage);
    }

    NameView view(final int port, final int mtu)
    {
        return new NameView(port, "c" + port, "net", mtu, Packets.ROUTER_MAC, ZoneTable.EMPTY, List.of(zone),
            forwarding);
    }

    /** Sends a frame in and runs. @return what came back by the same port, checksums completed as a kernel does */
    List<byte[]> run(final int port, final byte[] frame)
    {
        worker.arrive(port, frame);
        return run(port);
    }

    /** Runs. @return what was sent by a port, as above */
    List<byte[]> run(final int port)
    {
        long next = worker.port(port).sentCount();
        worker.run();
        final List<byte[]> sent = worker.sent(port);
        for (final byte[] frame : sent)
        {
            final byte[] header = worker.port(port).sentVnetHeader(next++);
            final VnetHeader vnet = new VnetHeader().wrap(new UnsafeBuffer(header), 0);
            if (!ChecksumCompletion.complete(new UnsafeBuffer(frame), 0, frame.length, vnet))
            {
                throw new AssertionError("virtio-net header points outside the frame");
            }
        }
        return sent;
    }

    /** @return the one frame that came back */
    byte[] answer(final byte[] frame)
    {
        final List<byte[]> sent = run(PORT, frame);
        if (1 != sent.size())
        {
            throw new AssertionError("frames that came back: " + sent.size());
        }
        return sent.get(0);
    }

    Message ask(final byte[] message)
    {
        return Packets.answer(answer(Packets.ipv4(message)));
    }

    List<Handed> handed()
    {
        final List<Handed> all = new ArrayList<>();
        link.poll((type, port, buffer, frame, length, networkOffset, transportOffset, receivedNs) ->
        {
            final byte[] bytes = new byte[length];
            buffer.getBytes(frame, bytes);
            all.add(new Handed(type, port, bytes, networkOffset, transportOffset));
        }, Integer.MAX_VALUE);
        return all;
    }

    long nowNs()
    {
        return worker.context().clock().nanoTime();
    }

    /** Keeps an answer as the resolver does: with the bytes behind the question of a whole message. */
    CachedAnswer keep(final Message answer, final long ttlS, final boolean isAuthenticated, final int owner)
    {
        final CachedAnswer kept = kept(answer, forwarding.id(), nowNs(), ttlS, isAuthenticated, owner);
        cache.put(kept);
        return kept;
    }

    static CachedAnswer kept(final Message answer, final int forwardingId, final long nowNs, final long ttlS,
        final boolean isAuthenticated, final int owner)
    {
        final byte[] whole = answer.toWire();
        final byte[] question = Packets.question(1, answer.getQuestion().getName().toString(),
            answer.getQuestion().getType());
        final DnsQuery query = new DnsQuery();
        query.wrap(new UnsafeBuffer(question), 0, question.length);
        final byte[] records = new byte[whole.length - query.questionEnd()];
        System.arraycopy(whole, query.questionEnd(), records, 0, records.length);
        final long counts = (long) answer.getSection(Section.ANSWER).size() << 48 |
            (long) answer.getSection(Section.AUTHORITY).size() << 32 |
            (long) answer.getSection(Section.ADDITIONAL).size() << 16;
        return new CachedAnswer(QuestionKey.of(query, forwardingId), answer.getRcode(), counts, records,
            ttlOffsets(records), isAuthenticated, nowNs, ttlS * SECOND_NS, new InetSocketAddress("192.0.2.53", 53),
            owner);
    }

    /** Of records whose names are pointers of two octets. */
    private static int[] ttlOffsets(final byte[] records)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(records);
        final List<Integer> offsets = new ArrayList<>();
        for (int at = 0; at < records.length; at += 12 + buffer.getShort(at + 10, BIG_ENDIAN))
        {
            offsets.add(at + 6);
        }
        return offsets.stream().mapToInt(Integer::intValue).toArray();
    }

    static List<InetAddress> addresses(final String... texts)
    {
        final List<InetAddress> addresses = new ArrayList<>();
        for (final String text : texts)
        {
            try
            {
                addresses.add(InetAddress.getByName(text));
            }
            catch (final UnknownHostException ex)
            {
                throw new IllegalArgumentException(text, ex);
            }
        }
        return addresses;
    }

    private static List<InetAddress> many()
    {
        final List<InetAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= 100; i++)
        {
            addresses.addAll(addresses("172.17.1." + i));
        }
        return addresses;
    }

    @Override
    public void close()
    {
        worker.close();
    }

    /** A wake-up without a descriptor, which knows whether it would be readable. */
    static final class CountingWakeup implements Wakeup
    {
        int signals;
        boolean isReadable;

        @Override
        public int descriptor()
        {
            return -1;
        }

        @Override
        public void signal()
        {
            signals++;
            isReadable = true;
        }

        @Override
        public void clear()
        {
            isReadable = false;
        }
    }

    /** Notes where the transport layer lies, as the gateway stage does before the DNS stage. */
    private static final class NotingStage implements Stage
    {
        private final Burst input = new Burst();
        private final Burst output;
        private final FrameDescriptor frames;

        NotingStage(final WorkerContext context, final Burst output)
        {
            this.output = output;
            frames = context.pool().frames();
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[]{output};
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                note(input.frame(i));
                output.add(input.frame(i));
            }
            input.clear();
            return size;
        }

        private void note(final int frame)
        {
            final UnsafeBuffer buffer = frames.buffer();
            final int network = frames.dataOffset(frame) + Packets.ETHERNET_LENGTH;
            final int etherType = buffer.getShort(network - 2, BIG_ENDIAN) & 0xFFFF;
            frames.parsed(frame, etherType, network);
            if (0x0800 == etherType)
            {
                frames.transport(frame, buffer.getByte(network + 9), network + (buffer.getByte(network) & 0xF) * 4);
            }
            else if (60 == buffer.getByte(network + 6))
            {
                frames.transport(frame, buffer.getByte(network + 40), network + 48);
            }
            else
            {
                frames.transport(frame, buffer.getByte(network + 6), network + 40);
            }
        }
    }
}
