package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.zone.NameView;

import java.nio.channels.Selector;
import java.util.Random;

/**
 * Asks upstream servers and tells who waits: one question on the network for however many ask it, servers raced
 * after a short delay, TCP when an answer is truncated, cache and failures kept on the way. Called by the resolver's
 * thread alone; nothing blocks it.
 */
public final class Resolver
{
    public Resolver(final DnsSettings settings, final AnswerCache cache, final Selector selector, final Random random)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a checked question; the client hears once, perhaps before this returns.
     *
     * @param message a copy, the caller's no more
     * @param limit   octets that the answer may have; 0 for what the question offers by UDP
     */
    public void resolve(final byte[] message, final NameView view, final int limit, final long nowNs,
        final Client client)
    {
        throw new UnsupportedOperationException();
    }

    /** Asks again for an answer that will soon be too old; nobody waits. */
    public void refresh(final byte[] message, final NameView view, final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Handles what the selector found ready. */
    public int onReady(final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Does what the clock asks for. @return ns until it wants to run again */
    public long onTime(final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Ends every question that waits, without an answer. */
    public void close()
    {
        throw new UnsupportedOperationException();
    }
}
