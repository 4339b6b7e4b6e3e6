package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.Forwarding;
import io.tulle.dns.Outcome;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.ZoneTable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A resolver with servers on loopback and a clock that the test sets; all in the test's own thread. */
final class ResolverRig implements AutoCloseable
{
    static final int PORT = 1;
    static final int NEIGHBOR = 2;
    static final DnsSettings SETTINGS = new DnsSettings(5, 4_096, 86_400, 1_000);

    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** A question of a client, and what it heard. */
    static final class Asked
    {
        final List<byte[]> messages = new ArrayList<>();
        Resolved resolved;

        boolean isAnswered()
        {
            return null != resolved;
        }

        Message message()
        {
            try
            {
                return new Message(messages.get(0));
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }

        String firstRecord()
        {
            return message().getSection(Section.ANSWER).get(0).rdataToString();
        }

        int responseCode()
        {
            return message().getHeader().getRcode();
        }

        Outcome outcome()
        {
            return resolved.outcome();
        }

        /** The extended DNS error, or -1. */
        int extendedError()
        {
            final List<EDNSOption> options = message().getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
            return options.isEmpty() ? -1 : ((ExtendedErrorCodeOption) options.get(0)).getErrorCode();
        }
    }

    final AnswerCache cache = new AnswerCache(4_096);
    final Selector selector;
    final List<FakeServer> servers = new ArrayList<>();
    Resolver resolver;
    long nowNs = 1_000_000_000_000L;
    private int nextId = 1;

    ResolverRig(final int serverCount)
    {
        this(serverCount, SETTINGS);
    }

    ResolverRig(final int serverCount, final DnsSettings settings)
    {
        try
        {
            selector = Selector.open();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        for (int i = 0; i < serverCount; i++)
        {
            servers.add(new FakeServer());
        }
        resolver = new Resolver(settings, cache, selector, new Random(20_261_121));
    }

    FakeServer server(final int index)
    {
        return servers.get(index);
    }

    Forwarding forwarding()
    {
        return new Forwarding(7, servers.stream().map(FakeServer::address).toList(), Map.of());
    }

    static NameView view(final int port, final Forwarding forwarding)
    {
        return new NameView(port, "c" + port, "net", 1_500, 0x0242_0000_0001L, ZoneTable.EMPTY, List.of(), forwarding);
    }

    Asked ask(final String name)
    {
        return ask(name, Type.A, PORT);
    }

    Asked ask(final String name, final int type, final int port)
    {
        return ask(question(name, type), port, forwarding());
    }

    Asked ask(final Message question, final int port, final Forwarding forwarding)
    {
        return ask(question, port, forwarding, 0);
    }

    Asked ask(final Message question, final int port, final Forwarding forwarding, final int limit)
    {
        final Asked asked = new Asked();
        resolver.resolve(question.toWire(), view(port, forwarding), limit, nowNs, (message, resolved) ->
        {
            asked.messages.add(message);
            asked.resolved = resolved;
        });
        return asked;
    }

    /** With EDNS, as resolvers of today ask. */
    Message question(final String name, final int type)
    {
        final Message question = Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
        question.getHeader().setID(nextId++ & 0xFFFF);
        question.addRecord(new org.xbill.DNS.OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
        return question;
    }

    void refresh(final String name)
    {
        resolver.refresh(question(name, Type.A).toWire(), view(PORT, forwarding()), nowNs);
    }

    /** Asks, and steps without a pass of time until the answer is there. */
    Asked answer(final String name)
    {
        return answered(ask(name));
    }

    Asked answered(final Asked asked)
    {
        until(asked::isAnswered);
        return asked;
    }

    void until(final BooleanSupplier condition)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            step();
            if (System.nanoTime() - startNs > BOUND_NS)
            {
                throw new AssertionError("it did not happen");
            }
        }
    }

    void step()
    {
        servers.forEach(FakeServer::step);
        try
        {
            selector.selectNow();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        resolver.onReady(nowNs);
        resolver.onTime(nowNs);
    }

    /** Lets so much time pass, in small steps, with whatever comes over the network. */
    void pass(final long timeMs)
    {
        final long endNs = nowNs + TimeUnit.MILLISECONDS.toNanos(timeMs);
        while (nowNs - endNs < 0)
        {
            nowNs += Math.min(STEP_NS, endNs - nowNs);
            step();
            step();
        }
    }

    /** Lets hours pass at once. */
    void jump(final long timeMs)
    {
        nowNs += TimeUnit.MILLISECONDS.toNanos(timeMs);
        step();
    }

    static boolean isTruncated(final Message message)
    {
        return message.getHeader().getFlag(Flags.TC);
    }

    static InetSocketAddress address(final String text)
    {
        return new InetSocketAddress(Behaviors.address(text), 53);
    }

    @Override
    public void close()
    {
        resolver.close();
        servers.forEach(FakeServer::close);
        try
        {
            selector.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
