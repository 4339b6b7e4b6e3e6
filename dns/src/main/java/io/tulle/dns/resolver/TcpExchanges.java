package io.tulle.dns.resolver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Set;

/** Begins questions by TCP: a limited number at once. Used by the resolver's thread. */
final class TcpExchanges
{
    private static final int MAX_EXCHANGES = 1_000;

    private final Selector selector;
    private final Set<TcpExchange> open = new HashSet<>();

    TcpExchanges(final Selector selector)
    {
        this.selector = selector;
    }

    /** @return null when the server refuses, or too many are open */
    TcpExchange open(final Attempt attempt, final byte[] message)
    {
        if (open.size() >= MAX_EXCHANGES)
        {
            return null;
        }
        try
        {
            final TcpExchange exchange = new TcpExchange(this, attempt, message, selector);
            open.add(exchange);
            return exchange;
        }
        catch (final IOException ex)
        {
            return null;
        }
    }

    int size()
    {
        return open.size();
    }

    void onClosed(final TcpExchange exchange)
    {
        open.remove(exchange);
    }
}
