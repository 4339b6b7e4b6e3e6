package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.Outcome;
import io.tulle.dns.Responder;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ExtendedError;
import io.tulle.dns.message.ResponseCode;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/** Writes what a client hears: an answer behind its own question, or a refusal. Used by the resolver's thread. */
final class Replies
{
    private static final int WHAT_IS_LEFT = -1;
    private static final int STALE_TTL_S = 30; // RFC 8767 5
    private static final int MAX_MESSAGE_LENGTH = 65_535;

    private final Responder responder;
    private final DnsQuery query = new DnsQuery();
    private final UnsafeBuffer question = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[MAX_MESSAGE_LENGTH]);

    Replies(final DnsSettings settings, final AnswerCache cache)
    {
        responder = new Responder(settings, cache);
    }

    /** An answer with what is left of its time. */
    void send(final Waiter waiter, final CachedAnswer kept, final Outcome outcome, final String why, final long nowNs)
    {
        final int length = responder.write(kept, wrap(waiter), answer, 0, limit(waiter), nowNs, WHAT_IS_LEFT,
            ExtendedError.NONE);
        deliver(waiter, length, outcome, kept, why, nowNs);
    }

    /** An answer past its time. */
    void sendStale(final Waiter waiter, final CachedAnswer kept, final String why, final long nowNs)
    {
        final int reason = ResponseCode.NXDOMAIN == kept.responseCode() ? ExtendedError.STALE_NXDOMAIN_ANSWER :
            ExtendedError.STALE_ANSWER;
        final int length = responder.write(kept, wrap(waiter), answer, 0, limit(waiter), nowNs, STALE_TTL_S, reason);
        deliver(waiter, length, Outcome.STALE, kept, why, nowNs);
    }

    /** An answer without records. */
    void refuse(final Waiter waiter, final int responseCode, final int extendedError, final Outcome outcome,
        final String why, final long nowNs)
    {
        final int length = responder.refuse(wrap(waiter), answer, 0, limit(waiter), responseCode, extendedError);
        waiter.client().onAnswer(copy(length),
            new Resolved(outcome, responseCode, null, nowNs - waiter.sinceNs(), why));
    }

    private void deliver(final Waiter waiter, final int length, final Outcome outcome, final CachedAnswer kept,
        final String why, final long nowNs)
    {
        waiter.client().onAnswer(copy(length),
            new Resolved(outcome, kept.responseCode(), kept.from(), nowNs - waiter.sinceNs(), why));
    }

    private byte[] copy(final int length)
    {
        return Arrays.copyOf(answer.byteArray(), length);
    }

    private DnsQuery wrap(final Waiter waiter)
    {
        question.wrap(waiter.message());
        query.wrap(question, 0, waiter.message().length);
        return query;
    }

    private int limit(final Waiter waiter)
    {
        return 0 == waiter.limit() ? query.udpPayload() : waiter.limit();
    }
}
