package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.Forwarding;
import io.tulle.dns.Outcome;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ExtendedError;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.NameView;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Asks upstream servers and tells who waits: one question on the network for however many ask it, servers raced
 * after a short delay, TCP when an answer is truncated, cache and failures kept on the way. Called by the resolver's
 * thread alone; nothing blocks it.
 */
public final class Resolver
{
    private static final int MAX_SERVERS = 6; // of one question: resolv.conf has three

    private final AnswerCache cache;
    private final Selector selector;
    private final long serveStaleNs;
    private final int serveStaleS;
    private final Upstreams upstreams = new Upstreams();
    private final FailureCache failures = new FailureCache();
    private final ServerChoice choice = new ServerChoice();
    private final NxdomainCut nxdomainCut;
    private final Transport transport;
    private final Replies replies;
    private final PendingQueries pending;
    private final DnsQuery query = new DnsQuery();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    public Resolver(final DnsSettings settings, final AnswerCache cache, final Selector selector, final Random random)
    {
        this.cache = cache;
        this.selector = selector;
        serveStaleS = settings.serveStaleS();
        serveStaleNs = TimeUnit.SECONDS.toNanos(serveStaleS);
        nxdomainCut = new NxdomainCut(cache, choice);
        transport = new Transport(selector, random);
        replies = new Replies(settings, cache);
        pending = new PendingQueries(settings, cache, failures, transport, replies);
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
        if (!read(message))
        {
            return;
        }
        final Waiter waiter = new Waiter(client, message, limit, view.port(), nowNs);
        final QuestionKey key = QuestionKey.of(query, view.forwarding().id());
        final CachedAnswer kept = cache.find(key);
        // RFC 4074 4.2: servers that deny a name when asked for AAAA; so what was known of the type is asked again
        final CachedAnswer known = null == kept ? nxdomainCut.find(key, nowNs) : kept;
        final CachedAnswer fresh = null != known && known.isFresh(nowNs) ? known : null;
        if (null != fresh)
        {
            replies.send(waiter, fresh, Outcome.CACHE, "", nowNs);
        }
        else if (!query.isRecursionDesired())
        {
            replies.refuse(waiter, ResponseCode.REFUSED, ExtendedError.NONE, Outcome.REFUSED,
                "the question does not ask for others to be asked (RD)", nowNs);
        }
        else
        {
            forward(waiter, key, kept, view.forwarding(), nowNs);
        }
    }

    private boolean read(final byte[] message)
    {
        buffer.wrap(message);
        return ResponseCode.NOERROR == query.wrap(buffer, 0, message.length);
    }

    private void forward(final Waiter waiter, final QuestionKey key, final CachedAnswer kept,
        final Forwarding forwarding, final long nowNs)
    {
        final List<InetSocketAddress> servers = choice.servers(forwarding, key.name());
        if (Forwarding.PROHIBITED.id() == forwarding.id())
        {
            replies.refuse(waiter, ResponseCode.SERVFAIL, ExtendedError.PROHIBITED, Outcome.PROHIBITED,
                "the container is on internal networks only", nowNs);
        }
        else if (servers.isEmpty())
        {
            refuseWithoutServers(waiter, choice.isOfDomain(), nowNs);
        }
        else if (nxdomainCut.covers(key, nowNs))
        {
            replies.refuse(waiter, ResponseCode.NXDOMAIN, ExtendedError.NONE, Outcome.CACHE,
                "a name above it does not exist (RFC 8020)", nowNs);
        }
        else
        {
            final boolean isStale = Answers.isStale(kept, serveStaleS, nowNs);
            ask(waiter, key, isStale ? kept : null, servers, nowNs);
        }
    }

    private void refuseWithoutServers(final Waiter waiter, final boolean isOfDomain, final long nowNs)
    {
        if (isOfDomain)
        {
            replies.refuse(waiter, ResponseCode.NXDOMAIN, ExtendedError.NONE, Outcome.SPECIAL,
                "its domain is configured without servers, so that nobody is asked", nowNs);
        }
        else
        {
            replies.refuse(waiter, ResponseCode.SERVFAIL, ExtendedError.NOT_READY, Outcome.FAILED,
                "no server is configured, neither for the container nor in the host's resolv.conf", nowNs);
        }
    }

    /** @param stale an old answer that the client can have, or null */
    private void ask(final Waiter waiter, final QuestionKey key, final CachedAnswer stale,
        final List<InetSocketAddress> servers, final long nowNs)
    {
        final String failure = failures.why(key, nowNs);
        final boolean isDown = upstreams.areFailing(servers);
        if (null != stale && (isDown || null != failure))
        {
            final String why = null == failure ? text(servers) + " did not answer lately" : failure;
            replies.sendStale(waiter, stale, why, nowNs);
            probe(waiter, key, stale, servers, nowNs);
        }
        else if (null != failure)
        {
            replies.refuse(waiter, ResponseCode.SERVFAIL, ExtendedError.CACHED_ERROR, Outcome.CACHED_FAILURE, failure,
                nowNs);
            probe(waiter, key, null, servers, nowNs);
        }
        else
        {
            await(waiter, key, stale, servers, nowNs);
        }
    }

    private void probe(final Waiter waiter, final QuestionKey key, final CachedAnswer stale,
        final List<InetSocketAddress> servers, final long nowNs)
    {
        if (upstreams.isProbeDue(servers, nowNs) && isNew(key))
        {
            pending.start(new PendingQuery(key, waiter.port()), upstreams(servers, nowNs), stale, nowNs);
        }
    }

    private boolean isNew(final QuestionKey key)
    {
        return null == pending.find(key) && !pending.isFull();
    }

    private void await(final Waiter waiter, final QuestionKey key, final CachedAnswer stale,
        final List<InetSocketAddress> servers, final long nowNs)
    {
        final PendingQuery known = pending.find(key);
        final PendingQuery query = null == known ? new PendingQuery(key, waiter.port()) : known;
        if (null != known && null != stale && known.isPatienceOver())
        {
            replies.sendStale(waiter, stale, known.race().why(), nowNs);
        }
        else if (null == known && pending.isFull() || !pending.join(query, waiter))
        {
            replies.refuse(waiter, ResponseCode.SERVFAIL, ExtendedError.OTHER, Outcome.LIMITED,
                "too many questions wait for an answer", nowNs);
        }
        else if (null == known)
        {
            pending.start(query, upstreams(servers, nowNs), stale, nowNs);
        }
    }

    /** Asks again for an answer that will soon be too old; nobody waits. */
    public void refresh(final byte[] message, final NameView view, final long nowNs)
    {
        if (!read(message) || !query.isRecursionDesired())
        {
            return;
        }
        final QuestionKey key = QuestionKey.of(query, view.forwarding().id());
        final List<InetSocketAddress> servers = choice.servers(view.forwarding(), key.name());
        final boolean isHopeful = !servers.isEmpty() && null == failures.why(key, nowNs) &&
            (!upstreams.areFailing(servers) || upstreams.isProbeDue(servers, nowNs));
        if (isHopeful && isNew(key))
        {
            // who asks when it is past its time, but not yet new, should not wait long
            final CachedAnswer kept = cache.find(key);
            pending.start(new PendingQuery(key, view.port()), upstreams(servers, nowNs), kept, nowNs);
        }
    }

    private List<Upstream> upstreams(final List<InetSocketAddress> servers, final long nowNs)
    {
        return servers.stream().limit(MAX_SERVERS).map((server) -> upstreams.of(server, nowNs)).toList();
    }

    private static String text(final List<InetSocketAddress> servers)
    {
        return String.join(", ", servers.stream().map(Upstream::text).toList());
    }

    /** Handles what the selector found ready. */
    public int onReady(final long nowNs)
    {
        final SelectionKey[] keys = selector.selectedKeys().toArray(new SelectionKey[0]); // sockets close meanwhile
        selector.selectedKeys().clear();
        for (final SelectionKey key : keys)
        {
            if (key.isValid())
            {
                ((Ready) key.attachment()).onReady(nowNs);
            }
        }
        return keys.length;
    }

    /** Does what the clock asks for. @return ns until it wants to run again */
    public long onTime(final long nowNs)
    {
        pending.timers().onTime(nowNs);
        cache.expire(nowNs, serveStaleNs);
        return pending.timers().waitNs(nowNs);
    }

    /** Forgets every kept answer and failure. @return how many answers there were */
    public int flush()
    {
        failures.clear();
        return cache.clear();
    }

    /** Who asked by the port is gone; its questions are forgotten. */
    public void onPortGone(final int port)
    {
        pending.onPortGone(port);
    }

    /** Ends every question that waits, without an answer. */
    public void close()
    {
        pending.close();
    }

    /** @return whether the server is known to fail. */
    public boolean isFailing(final InetSocketAddress server)
    {
        return upstreams.isFailing(server);
    }

    /** @return datagrams that came for no question that was asked: late, wrong or forged ones. */
    public long ignoredAnswers()
    {
        return transport.udp().ignored();
    }

    /** Questions that are on their way. */
    int pendingQueries()
    {
        return pending.size();
    }

    /** Clients that wait. */
    int waiters()
    {
        return pending.waiters();
    }

    int openSockets()
    {
        return transport.udp().size() + transport.tcp().size();
    }

    Histogram upstreamLatencyUs()
    {
        return pending.latencyUs();
    }
}
