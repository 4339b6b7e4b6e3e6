package io.tulle.dns.resolver;

import io.tulle.dns.CachedAnswer;
import io.tulle.dns.DnsContext;
import io.tulle.dns.Outcome;
import io.tulle.dns.Responder;
import io.tulle.dns.message.Asked;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.QueryWriter;
import io.tulle.dns.resolver.ResolverAgent.Explanation;
import io.tulle.dns.zone.NameView;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks as if a container had, and says where the answer is from and why, for a user. Used by the resolver's thread.
 */
final class Explainer
{
    private static final int STALE_TTL_S = 30;

    private final DnsContext dns;
    private final Resolver resolver;
    private final Responder responder;
    private final DnsQuery query = new DnsQuery();
    private final UnsafeBuffer question = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TcpQuestions.MAX_MESSAGE_LENGTH]);

    Explainer(final DnsContext dns, final Resolver resolver)
    {
        this.dns = dns;
        this.resolver = resolver;
        responder = new Responder(dns.settings(), dns.cache());
    }

    void explain(final int port, final byte[] name, final int type, final long nowNs,
        final CompletableFuture<Explanation> future)
    {
        final NameView view = port < 0 || port >= dns.views().capacity() ? null : dns.views().get(port);
        if (null == view)
        {
            future.completeExceptionally(new IllegalArgumentException("nobody asks by switch port " + port));
            return;
        }
        final int questionLength = QueryWriter.write(buffer, 0, new Asked(0, name, type, false), 0);
        final byte[] message = Arrays.copyOf(buffer.byteArray(), questionLength);
        final int length = responder.respond(buffer, 0, questionLength, view, TcpQuestions.MAX_MESSAGE_LENGTH, nowNs);
        if (responder.isRefreshDue())
        {
            resolver.refresh(message, view, nowNs);
        }
        if (Responder.UNKNOWN == length)
        {
            resolver.resolve(message.clone(), view, TcpQuestions.MAX_MESSAGE_LENGTH, nowNs, (answer, resolved) ->
                future.complete(explanation(answer, resolved, kept(message, view), nowNs)));
        }
        else
        {
            final Resolved resolved = new Resolved(responder.outcome(), responder.responseCode(), null, 0, "");
            future.complete(explanation(Arrays.copyOf(buffer.byteArray(), length), resolved, kept(message, view),
                nowNs));
        }
    }

    private CachedAnswer kept(final byte[] message, final NameView view)
    {
        question.wrap(message);
        query.wrap(question, 0, message.length);
        return dns.cache().find(query, view.forwarding().id());
    }

    private Explanation explanation(final byte[] answer, final Resolved resolved, final CachedAnswer kept,
        final long nowNs)
    {
        final boolean isLocal = Outcome.LOCAL == resolved.outcome();
        final String zone = isLocal ? responder.zone() : null;
        final Resolved explained = new Resolved(resolved.outcome(), resolved.responseCode(),
            Outcome.CACHE == resolved.outcome() && null != kept ? kept.from() : resolved.server(),
            resolved.latencyNs(), why(resolved, zone, kept, nowNs));
        return new Explanation(answer, explained, zone, ttlS(resolved.outcome(), kept, nowNs));
    }

    private long ttlS(final Outcome outcome, final CachedAnswer kept, final long nowNs)
    {
        return switch (outcome)
        {
            case LOCAL -> dns.settings().ttlS();
            case STALE -> STALE_TTL_S;
            case CACHE, UPSTREAM -> null == kept ? 0 : Math.max(0, seconds(kept.ttlNs() + kept.storedNs() - nowNs));
            default -> 0;
        };
    }

    private static String why(final Resolved resolved, final String zone, final CachedAnswer kept, final long nowNs)
    {
        if (!resolved.why().isEmpty())
        {
            return resolved.why();
        }
        return switch (resolved.outcome())
        {
            case LOCAL -> null == zone ? "a name of this container's own, such as one of extra_hosts" :
                "a name of network " + zone;
            case CACHE -> null == kept ? resolved.outcome().sentence() : Upstream.text(kept.from()) +
                " answered this " + seconds(nowNs - kept.storedNs()) + " s ago";
            case UPSTREAM -> Upstream.text(resolved.server()) + " answered in " +
                TimeUnit.NANOSECONDS.toMillis(resolved.latencyNs()) + " ms";
            default -> resolved.outcome().sentence();
        };
    }

    private static long seconds(final long timeNs)
    {
        return TimeUnit.NANOSECONDS.toSeconds(timeNs);
    }
}
