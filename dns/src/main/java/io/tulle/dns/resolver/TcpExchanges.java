package io.tulle.dns.resolver;

import org.agrona.collections.Int2IntCounterMap;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Set;

/**
 * Begins questions by TCP: a limited number at once, an eighth of them for one client, since a server may let them wait
 * for as long as it likes, and each has up to 64 KiB. Used by the resolver's thread.
 */
final class TcpExchanges
{
    static final int MAX_PER_CLIENT = 32;

    private static final int MAX_EXCHANGES = 8 * MAX_PER_CLIENT; // 16 MiB

    private final Selector selector;
    private final Set<TcpExchange> open = new HashSet<>();
    private final Int2IntCounterMap openOfClient = new Int2IntCounterMap(0);

    TcpExchanges(final Selector selector)
    {
        this.selector = selector;
    }

    /** @return whether the client may begin no more now */
    boolean isFull(final int client)
    {
        return open.size() >= MAX_EXCHANGES || openOfClient.get(client) >= MAX_PER_CLIENT;
    }

    /** @return null when the server refuses, or too many are open */
    TcpExchange open(final Attempt attempt, final byte[] message)
    {
        if (isFull(attempt.client()))
        {
            return null;
        }
        try
        {
            final TcpExchange exchange = new TcpExchange(this, attempt, message, selector);
            open.add(exchange);
            openOfClient.incrementAndGet(attempt.client());
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

    void onClosed(final TcpExchange exchange, final int client)
    {
        open.remove(exchange);
        openOfClient.decrementAndGet(client);
    }
}
