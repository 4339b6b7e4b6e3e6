package io.tulle.dns.resolver;

import io.tulle.dns.CachedAnswer;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.DnsResponse;
import io.tulle.dns.message.ResponseCode;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Makes of an upstream answer what is kept of it, for the least time to live of its records, or as its SOA record says
 * when the name or the type does not exist (RFC 2308). Used by the resolver's thread.
 */
final class Answers
{
    private Answers()
    {
    }

    /** @return the answer; with no time to live it serves those who wait, and is not kept */
    static CachedAnswer of(final QuestionKey key, final DnsResponse response, final InetSocketAddress from,
        final int owner, final long nowNs)
    {
        return new CachedAnswer(key, response.responseCode(), response.counts(), response.records(),
            response.ttlOffsets(), response.isAuthenticated(), nowNs, TimeUnit.SECONDS.toNanos(ttlS(response)), from,
            owner);
    }

    private static int ttlS(final DnsResponse response)
    {
        final boolean isNegative = ResponseCode.NXDOMAIN == response.responseCode() || response.isNodata();
        // RFC 2308 5: without SOA, what does not exist should not be kept
        return Math.max(0, isNegative ? response.negativeTtlS() : response.leastTtlS());
    }

    /** @return whether it is past its time by less than what clients may still get when no server answers */
    static boolean isStale(final CachedAnswer answer, final int serveStaleS, final long nowNs)
    {
        return null != answer &&
            nowNs - answer.storedNs() < answer.ttlNs() + TimeUnit.SECONDS.toNanos(serveStaleS);
    }
}
