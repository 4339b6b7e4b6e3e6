package io.tulle.dns;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ExtendedError;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.LocalNames;
import io.tulle.dns.zone.NameView;
import org.agrona.MutableDirectBuffer;

/**
 * Answers a question at once if it can: refuses what is malformed, then looks among local names, then in the cache. The
 * same for UDP in a worker, and for TCP and explanations elsewhere. One object a thread; allocates nothing.
 */
public final class Responder
{
    /** What {@link #respond} returns for bytes that get no answer. */
    public static final int UNANSWERABLE = -1;
    /** What {@link #respond} returns when the resolver must be asked. */
    public static final int UNKNOWN = 0;

    private static final int CODE_OFFSET = 3; // of the header's second half of flags
    private static final int CODE_MASK = 0x0F;

    private final DnsQuery ownQuery = new DnsQuery();
    private final AnswerWriter writer = new AnswerWriter();
    private final CachedAnswerWriter cachedWriter = new CachedAnswerWriter(writer);
    private final LocalNames localNames;
    private final AnswerCache cache;
    private final Runnable refreshListener;
    private DnsQuery query = ownQuery;
    private Outcome outcome;
    private int responseCode;
    private String zone;
    private boolean isRefreshDue;

    public Responder(final DnsSettings settings, final AnswerCache cache)
    {
        this(settings, cache, () -> { });
    }

    /** @param refreshListener is told that a refresh is due while the question is still whole */
    Responder(final DnsSettings settings, final AnswerCache cache, final Runnable refreshListener)
    {
        localNames = new LocalNames(writer, settings.ttlS());
        this.cache = cache;
        this.refreshListener = refreshListener;
    }

    /**
     * Answers the message that lies at the offset, over itself.
     *
     * @param length of the question's message
     * @param limit  octets that the answer may have; 0 for what the question offers by UDP
     * @return octets of the answer, {@link #UNKNOWN} or {@link #UNANSWERABLE}
     */
    public int respond(final MutableDirectBuffer buffer, final int offset, final int length, final NameView view,
        final int limit, final long nowNs)
    {
        query = ownQuery;
        final int code = query.wrap(buffer, offset, length);
        return respond(code, buffer, view, 0 == limit ? query.udpPayload() : limit, nowNs);
    }

    /**
     * As above, by UDP to a question that was read already.
     *
     * @param code what {@link DnsQuery#wrap} returned
     * @param room octets of answer that a packet has room for on this link
     */
    int respondByUdp(final DnsQuery query, final int code, final MutableDirectBuffer buffer, final NameView view,
        final int room, final long nowNs)
    {
        this.query = query;
        return respond(code, buffer, view, Math.min(room, query.udpPayload()), nowNs);
    }

    /** @return the question of the last call, as far as it was read. */
    public DnsQuery query()
    {
        return query;
    }

    /** How the last question was answered. */
    public Outcome outcome()
    {
        return outcome;
    }

    /** @return the response code of the last answer. */
    public int responseCode()
    {
        return responseCode;
    }

    /** @return whether the answer from the cache is in its last tenth, and nobody was told yet: the caller tells. */
    public boolean isRefreshDue()
    {
        return isRefreshDue;
    }

    /**
     * Writes a kept answer, with times to live that are what is left of them, or as given for one past its time.
     *
     * @param limit         octets that the answer may have; 0 for what the question offers by UDP
     * @param staleTtlS     what every record says, or -1 for what is left
     * @param extendedError {@link io.tulle.dns.message.ExtendedError}
     * @return octets of the answer
     */
    public int write(final CachedAnswer answer, final DnsQuery query, final MutableDirectBuffer buffer,
        final int offset, final int limit, final long nowNs, final int staleTtlS, final int extendedError)
    {
        return cachedWriter.write(answer, query, buffer, offset, 0 == limit ? query.udpPayload() : limit, nowNs,
            staleTtlS, extendedError);
    }

    /** Writes a refusal: an answer without records. The limit is as above. @return its octets */
    public int refuse(final DnsQuery query, final MutableDirectBuffer buffer, final int offset, final int limit,
        final int responseCode, final int extendedError)
    {
        return writer.begin(query, buffer, offset, 0 == limit ? query.udpPayload() : limit)
            .extendedError(extendedError).end(responseCode);
    }

    /** @return where the last local answer is from: a network, or null. */
    public String zone()
    {
        return zone;
    }

    private int respond(final int code, final MutableDirectBuffer buffer, final NameView view, final int limit,
        final long nowNs)
    {
        final int offset = query.offset();
        isRefreshDue = false;
        zone = null;
        if (DnsQuery.UNANSWERABLE == code)
        {
            return UNANSWERABLE;
        }
        if (ResponseCode.NOERROR != code)
        {
            outcome = Outcome.REFUSED;
            responseCode = code;
            return refuse(query, buffer, offset, limit, code, ExtendedError.NONE);
        }
        final int local = localNames.answer(query, view, buffer, offset, limit);
        if (LocalNames.NOT_LOCAL == local)
        {
            return fromCache(buffer, offset, view.forwarding().id(), limit, nowNs);
        }
        outcome = localNames.outcome();
        responseCode = buffer.getByte(offset + CODE_OFFSET) & CODE_MASK;
        zone = localNames.zone();
        return local;
    }

    private int fromCache(final MutableDirectBuffer buffer, final int offset, final int forwardingId, final int limit,
        final long nowNs)
    {
        final CachedAnswer answer = cache.find(query, forwardingId);
        if (null == answer || !answer.isFresh(nowNs))
        {
            return UNKNOWN;
        }
        outcome = Outcome.CACHE;
        responseCode = answer.responseCode();
        if (answer.takeRefresh(nowNs))
        {
            isRefreshDue = true;
            refreshListener.run();
        }
        return write(answer, query, buffer, offset, limit, nowNs, CachedAnswerWriter.WHAT_IS_LEFT,
            ExtendedError.NONE);
    }
}
