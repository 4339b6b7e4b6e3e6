package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetSocketAddress;

/**
 * An upstream answer as it is kept: everything behind header and question, since those are the asker's own. Immutable
 * but for the mark that it is being refreshed. Made by the resolver's thread, read by any.
 */
public final class CachedAnswer
{
    private static final int LAST_PART = 10; // of its time: it is asked for again in the last tenth

    private final QuestionKey key;
    private final DirectBuffer name;
    private final int responseCode;
    private final long counts;
    private final byte[] records;
    private final int[] ttlOffsets;
    private final boolean authenticated;
    private final long storedNs;
    private final long ttlNs;
    private final InetSocketAddress from;
    private final int owner;
    private boolean isRefreshAskedFor; // no memory order: at worst, two workers ask for the same

    /**
     * @param key           of the question
     * @param responseCode  NOERROR or NXDOMAIN
     * @param counts        records in answer, authority and additional section (without OPT), 16 bits each from the
     *                      top: the lowest 16 are zero
     * @param records       their bytes; pointers in them lead into the question or behind it, as in the message that
     *                      came
     * @param ttlOffsets    where in the records their times to live are
     * @param authenticated whether AD was set
     * @param storedNs      when it came
     * @param ttlNs         how long it is fresh: the least of its times to live
     * @param from          the server that it is from
     * @param owner         number of the client that it counts for
     */
    public CachedAnswer(final QuestionKey key, final int responseCode, final long counts, final byte[] records,
        final int[] ttlOffsets, final boolean authenticated, final long storedNs, final long ttlNs,
        final InetSocketAddress from, final int owner)
    {
        this.key = key;
        this.name = new UnsafeBuffer(key.name());
        this.responseCode = responseCode;
        this.counts = counts;
        this.records = records;
        this.ttlOffsets = ttlOffsets;
        this.authenticated = authenticated;
        this.storedNs = storedNs;
        this.ttlNs = ttlNs;
        this.from = from;
        this.owner = owner;
    }

    public QuestionKey key()
    {
        return key;
    }

    public int responseCode()
    {
        return responseCode;
    }

    public long counts()
    {
        return counts;
    }

    public byte[] records()
    {
        return records;
    }

    public int[] ttlOffsets()
    {
        return ttlOffsets;
    }

    public boolean authenticated()
    {
        return authenticated;
    }

    public long storedNs()
    {
        return storedNs;
    }

    public long ttlNs()
    {
        return ttlNs;
    }

    public InetSocketAddress from()
    {
        return from;
    }

    public int owner()
    {
        return owner;
    }

    public boolean isFresh(final long nowNs)
    {
        return nowNs - storedNs < ttlNs;
    }

    /** @return whether this is the answer to a question with the key's hash. */
    boolean isFor(final DnsQuery query, final int forwardingId)
    {
        return key.type() == query.type() && key.forwardingId() == forwardingId &&
            key.flags() == QuestionKey.flags(query) && key.name().length == query.nameLength() &&
            DomainName.isEqual(name, 0, query.buffer(), query.nameOffset(), query.nameLength());
    }

    /** @return true once, in its last tenth of life. */
    boolean takeRefresh(final long nowNs)
    {
        if (isRefreshAskedFor || nowNs - storedNs < ttlNs - ttlNs / LAST_PART)
        {
            return false;
        }
        isRefreshAskedFor = true;
        return true;
    }
}
