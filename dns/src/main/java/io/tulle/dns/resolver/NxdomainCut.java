package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.Forwarding;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.ResponseCode;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Knows that there is nothing below a name that does not exist (RFC 8020), if the same servers said so that would be
 * asked. Used by the resolver's thread.
 */
final class NxdomainCut
{
    private static final int ANSWER_COUNT_SHIFT = 48;

    private final AnswerCache cache;
    private final ServerChoice choice;

    NxdomainCut(final AnswerCache cache, final ServerChoice choice)
    {
        this.cache = cache;
        this.choice = choice;
    }

    boolean covers(final QuestionKey key, final Forwarding forwarding, final List<InetSocketAddress> servers,
        final long nowNs)
    {
        QuestionKey parent = key.parent();
        while (null != parent && servers == choice.servers(forwarding, parent.name()))
        {
            final CachedAnswer kept = cache.find(parent);
            if (null != kept && kept.isFresh(nowNs) && isAboutItself(kept))
            {
                return true;
            }
            parent = parent.parent();
        }
        return false;
    }

    /** Behind a CNAME it is another name that does not exist (RFC 6604 3). */
    private static boolean isAboutItself(final CachedAnswer kept)
    {
        return ResponseCode.NXDOMAIN == kept.responseCode() && 0 == kept.counts() >>> ANSWER_COUNT_SHIFT;
    }
}
