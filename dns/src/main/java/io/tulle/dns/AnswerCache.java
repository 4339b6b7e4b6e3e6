package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;
import org.agrona.BitUtil;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps upstream answers. Written by the resolver's thread alone, read by every worker without a lock: answers are
 * immutable objects in chains that are replaced, never changed. A client has at most an eighth of it, and loses its own
 * oldest answers first, so one that asks for random names spoils its own share only. When it is full all the same, the
 * client with the most answers loses its oldest.
 */
public final class AnswerCache
{
    private static final int SHARE = 8; // of its capacity that one client may have: an eighth
    private static final int EXPIRY_STEP = 64; // chains

    /** A link of a chain. Immutable: a reader that is on its way through an old chain comes to its end all the same. */
    private record Node(long hash, CachedAnswer answer, Node next)
    {
    }

    private final AtomicReferenceArray<Node> chains;
    private final AtomicInteger size = new AtomicInteger();
    private final AnswerShares shares = new AnswerShares();
    private final int capacity;
    private final int mask;
    private int expiryChain;

    public AnswerCache(final int capacity)
    {
        this.capacity = Math.max(1, capacity);
        chains = new AtomicReferenceArray<>(BitUtil.findNextPositivePowerOfTwo(this.capacity));
        mask = chains.length() - 1;
    }

    /** @return the answer, fresh or past its time, or null. Called by any thread. */
    public CachedAnswer find(final DnsQuery query, final int forwardingId)
    {
        final long hash = QuestionKey.hash(query, forwardingId);
        Node node = chains.getAcquire(chain(hash)); // pairs with release in publish
        while (null != node && !(hash == node.hash && node.answer.isFor(query, forwardingId)))
        {
            node = node.next;
        }
        return null == node ? null : node.answer;
    }

    /** @return as above, by key. */
    public CachedAnswer find(final QuestionKey key)
    {
        Node node = chains.getAcquire(chain(key.hash()));
        while (null != node && !key.equals(node.answer.key()))
        {
            node = node.next;
        }
        return null == node ? null : node.answer;
    }

    /** Takes an answer in, in place of an older one of the same key. Called by the resolver's thread. */
    public void put(final CachedAnswer answer)
    {
        final CachedAnswer old = find(answer.key());
        if (null == old)
        {
            makeRoom(answer.owner());
        }
        else
        {
            shares.remove(old);
        }
        final int chain = chain(answer.key().hash());
        final Node others = null == old ? chains.getPlain(chain) : without(chains.getPlain(chain), old);
        publish(chain, new Node(answer.key().hash(), answer, others));
        shares.add(answer);
        size.setRelease(shares.size());
    }

    /** Forgets what is longer past its time than this, in small steps. Called by the resolver's thread. */
    public int expire(final long nowNs, final long staleNs)
    {
        final int before = shares.size();
        for (int i = 0; i < EXPIRY_STEP; i++)
        {
            expiryChain = expiryChain + 1 & mask;
            for (Node node = chains.getPlain(expiryChain); null != node; node = node.next)
            {
                if (nowNs - node.answer.storedNs() - node.answer.ttlNs() >= staleNs)
                {
                    remove(node.answer);
                }
            }
        }
        return before - shares.size();
    }

    /** Forgets all. Called by the resolver's thread. @return how many there were */
    public int clear()
    {
        final int before = shares.size();
        for (int i = 0; i <= mask; i++)
        {
            publish(i, null);
        }
        shares.clear();
        size.setRelease(0);
        return before;
    }

    /** Called by any thread. */
    public int size()
    {
        return size.getAcquire();
    }

    private void makeRoom(final int owner)
    {
        if (shares.size(owner) >= Math.max(1, capacity / SHARE))
        {
            remove(shares.oldest(owner));
        }
        else if (shares.size() >= capacity)
        {
            remove(shares.oldest(shares.largestOwner()));
        }
    }

    private void remove(final CachedAnswer answer)
    {
        final int chain = chain(answer.key().hash());
        publish(chain, without(chains.getPlain(chain), answer));
        shares.remove(answer);
        size.setRelease(shares.size());
    }

    /** Copies what is before the answer, and shares what is behind it. */
    private static Node without(final Node node, final CachedAnswer answer)
    {
        return answer == node.answer ? node.next : new Node(node.hash, node.answer, without(node.next, answer));
    }

    private void publish(final int chain, final Node node)
    {
        chains.setRelease(chain, node); // pairs with acquire in find
    }

    private int chain(final long hash)
    {
        return (int) (hash ^ hash >>> 32) & mask;
    }
}
