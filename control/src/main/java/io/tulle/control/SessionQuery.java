package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which sessions are meant: all that is given must fit. Any thread.
 *
 * @param container   the container's name, or null: every one
 * @param protocol    tcp, udp or icmp, or null: every one
 * @param source      a prefix that the beginner is in, on either side of the translation, or null
 * @param destination a prefix that the one asked is in, on either side of the translation, or null
 * @param port        a port on any side, or 0: every one
 * @param state       the word that the listing shows, or null: every one
 * @param limit       rows at most, or 0: all
 */
public record SessionQuery(String container, String protocol, Cidr source, Cidr destination, int port, String state,
    int limit)
{
    /** Every session. */
    public static final SessionQuery ALL = new SessionQuery(null, null, null, null, 0, null, 0);

    private static final String FORM =
        "write tcp, udp, icmp, src ADDRESS[/LENGTH], dst ADDRESS[/LENGTH], port NUMBER or state NAME";
    private static final List<String> WITH_VALUE = List.of("src", "dst", "port", "state");

    /** Reads the words of a filter; IllegalArgumentException says what is wrong. */
    public static SessionQuery parse(final String container, final List<String> words, final int limit)
    {
        final Map<String, String> found = new HashMap<>();
        final List<String> split = new ArrayList<>();
        words.forEach(word -> split.addAll(List.of(word.trim().split("\\s+"))));
        split.removeIf(String::isEmpty);
        for (int i = 0; i < split.size(); i++)
        {
            final String word = split.get(i);
            final boolean hasValue = WITH_VALUE.contains(word);
            if (!hasValue && !List.of("tcp", "udp", "icmp").contains(word))
            {
                throw new IllegalArgumentException(word + ": is not a word of a filter; " + FORM);
            }
            if (hasValue && ++i == split.size())
            {
                throw new IllegalArgumentException(word + ": has no value; " + FORM);
            }
            if (null != found.put(hasValue ? word : "protocol", split.get(i)))
            {
                throw new IllegalArgumentException(word + ": is given twice; all words must fit, so one is enough");
            }
        }
        return new SessionQuery(container, found.get("protocol"), prefix(found.get("src")), prefix(found.get("dst")),
            port(found.get("port")), state(found.get("state")), limit);
    }

    /** The same query of another container. */
    SessionQuery container(final String name)
    {
        return new SessionQuery(name, protocol, source, destination, port, state, limit);
    }

    /** Does this session fit? Does not look at the limit. */
    public boolean matches(final SessionRow row)
    {
        return (null == container || container.equals(row.container())) &&
            (null == protocol || row.protocol().equals(protocol) || "icmp".equals(protocol) &&
                row.protocol().equals("icmpv6")) &&
            (null == state || state.equals(row.state())) &&
            hasPort(row.original(), row.reply()) &&
            hasAddress(source, row.original().source(), row.reply().destination()) &&
            hasAddress(destination, row.original().destination(), row.reply().source());
    }

    private boolean hasPort(final SessionRow.Flow original, final SessionRow.Flow reply)
    {
        return 0 == port || original.sourcePort() == port || original.destinationPort() == port ||
            reply.sourcePort() == port || reply.destinationPort() == port;
    }

    private static boolean hasAddress(final Cidr prefix, final IpAddress inside, final IpAddress outside)
    {
        return null == prefix || prefix.contains(inside) || prefix.contains(outside);
    }

    private static Cidr prefix(final String text)
    {
        if (null == text || text.indexOf('/') >= 0)
        {
            return null == text ? null : Cidr.parse(text);
        }
        final IpAddress address = IpAddress.parse(text);
        return new Cidr(address, address.lengthBits());
    }

    private static int port(final String text)
    {
        final boolean isNumber = null != text && text.matches("[0-9]{1,5}");
        if (null != text && (!isNumber || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535))
        {
            throw new IllegalArgumentException(text + ": is not a port; write a number of 1 to 65535");
        }
        return null == text ? 0 : Integer.parseInt(text);
    }

    private static String state(final String text)
    {
        return null == text ? null : text.toUpperCase(Locale.ROOT);
    }
}
