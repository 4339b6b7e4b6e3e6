package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.RecordType;
import io.tulle.dns.message.ResponseCode;

/**
 * Knows that a name which does not exist has no record of any type (RFC 2308 5) and nothing below it (RFC 8020), if
 * the same servers said so that would be asked. Used by the resolver's thread.
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

    /** @return the kept answer, asked for with this type or a usual one, that the name does not exist; or null */
    CachedAnswer find(final QuestionKey key, final long nowNs)
    {
        final CachedAnswer own = findOne(key, nowNs);
        final CachedAnswer ipv4 = null == own ? findOne(key.ofType(RecordType.A), nowNs) : own;
        return null == ipv4 ? findOne(key.ofType(RecordType.AAAA), nowNs) : ipv4;
    }

    private CachedAnswer findOne(final QuestionKey key, final long nowNs)
    {
        final CachedAnswer kept = cache.find(key);
        return null != kept && kept.isFresh(nowNs) && isAboutItself(kept) ? kept : null;
    }

    /** Called right after the choice of the name's servers. @return whether a name above does not exist */
    boolean covers(final QuestionKey key, final long nowNs)
    {
        final int length = key.name().length;
        QuestionKey parent = key.parent();
        while (null != parent && choice.isSame(length - parent.name().length))
        {
            if (null != find(parent, nowNs))
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
