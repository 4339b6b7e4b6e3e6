package io.tulle.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dns.Forwarding;
import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ResponseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/** One container that asks for names, and reads the answers with another's code. */
final class NameRig
{
    static final int TTL_S = 5;
    private static final int OFFSET = 42;
    private static final int LIMIT = 1_232;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + 0x10000]);
    private final DnsQuery query = new DnsQuery();
    private final LocalNames names = new LocalNames(new AnswerWriter(), TTL_S);
    private NameView view = view(Forwarding.PROHIBITED, ZoneTable.EMPTY);

    static NameView view(final Forwarding forwarding, final ZoneTable hosts, final Zone... zones)
    {
        return new NameView(1, "asker", "net", 1_500, 0x0242_0A4D_0001L, hosts, List.of(zones), forwarding);
    }

    static Zone zone(final String network, final ZoneEntry... entries)
    {
        final Zone zone = new Zone(network);
        zone.table(ZoneTable.of(List.of(entries)));
        return zone;
    }

    static Forwarding forwarding(final String... domains)
    {
        final Map<String, List<InetSocketAddress>> servers = new HashMap<>();
        for (final String domain : domains)
        {
            servers.put(domain, List.of());
        }
        return new Forwarding(1, List.of(), servers);
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    static List<InetAddress> addresses(final String... texts)
    {
        return Arrays.stream(texts).map(NameRig::address).toList();
    }

    NameRig sees(final Zone... zones)
    {
        view = view(Forwarding.PROHIBITED, ZoneTable.EMPTY, zones);
        return this;
    }

    NameRig sees(final ZoneEntry... entries)
    {
        return sees(zone("net", entries));
    }

    NameRig sees(final NameView changed)
    {
        view = changed;
        return this;
    }

    LocalNames names()
    {
        return names;
    }

    /** @return whether the name is one that somebody else must be asked for. */
    boolean isOrdinary(final String name, final int type)
    {
        return LocalNames.NOT_LOCAL == respond(Message.newQuery(question(name, type)).toWire(), LIMIT);
    }

    Message ask(final String name, final int type)
    {
        return ask(name, type, LIMIT);
    }

    Message ask(final String name, final int type, final int limit)
    {
        final Message asked = Message.newQuery(question(name, type));
        final int length = respond(asked.toWire(), limit);
        try
        {
            final Message message = new Message(answer(length));
            assertEquals(asked.getHeader().getID(), message.getHeader().getID());
            assertEquals(asked.getQuestion(), message.getQuestion());
            return message;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** @return octets of the answer, which lies over the question. */
    int respond(final byte[] message, final int limit)
    {
        buffer.putBytes(OFFSET, message);
        final int responseCode = query.wrap(buffer, OFFSET, message.length);
        return ResponseCode.NOERROR == responseCode ? names.answer(query, view, buffer, OFFSET, limit) :
            LocalNames.NOT_LOCAL;
    }

    /** @return the message that was written last. */
    byte[] answer(final int length)
    {
        final byte[] answer = new byte[length];
        buffer.getBytes(OFFSET, answer);
        return answer;
    }

    /** @return the data of the answer's records as text, in order. */
    List<String> data(final String name, final int type)
    {
        return data(ask(name, type), Section.ANSWER);
    }

    static List<String> data(final Message message, final int section)
    {
        return message.getSection(section).stream().map(Record::rdataToString).toList();
    }

    private static Record question(final String name, final int type)
    {
        try
        {
            return Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN);
        }
        catch (final TextParseException ex)
        {
            throw new IllegalArgumentException(name, ex);
        }
    }
}
