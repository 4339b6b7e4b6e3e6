package io.tulle.dns;

import static io.tulle.dns.DnsRig.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tulle.dns.message.DnsQuery;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What is kept, whose it is, and when it goes. */
class AnswerCacheTest
{
    private static final int CAPACITY = 64;
    private static final int SHARE = CAPACITY / 8;

    private final AnswerCache cache = new AnswerCache(CAPACITY);

    @Test
    void shouldFindAnAnswerWhateverTheCaseOfTheName()
    {
        final CachedAnswer answer = put("example.com", 1, 0);
        assertSame(answer, cache.find(query("eXample.COM", Type.A, false), 1));
        assertSame(answer, cache.find(answer.key()));
        assertEquals(1, cache.size());
    }

    @Test
    void shouldTellQuestionsApart()
    {
        put("example.com", 1, 0);
        assertNull(cache.find(query("example.com", Type.A, false), 2), "other servers");
        assertNull(cache.find(query("example.com", Type.AAAA, false), 1), "another type");
        assertNull(cache.find(query("example.com", Type.A, true), 1), "DO");
        assertNull(cache.find(query("example.org", Type.A, false), 1), "another name");
    }

    @Test
    void shouldReplaceAnAnswerOfTheSameQuestion()
    {
        put("example.com", 1, 0);
        final CachedAnswer newer = put("example.com", 2, 0);
        assertSame(newer, find("example.com"));
        assertEquals(1, cache.size());
        assertEquals(1, cache.clear());
        assertNull(find("example.com"));
        assertEquals(0, cache.size());
    }

    @Test
    void shouldTakeAClientsOwnOldestFirst()
    {
        put("neighbor.example", 2, 0);
        for (int i = 0; i < SHARE; i++)
        {
            put("n" + i, 1, i);
        }
        put("n0", 1, 100); // now it is the newest
        put("another", 1, 101);
        assertNull(find("n1"));
        assertNotNull(find("n0"));
        assertNotNull(find("neighbor.example"));
        assertEquals(SHARE + 1, cache.size());
    }

    @Test
    void shouldTakeFromTheLargestClientWhenItIsFull()
    {
        put("small.example", 99, 0);
        for (int i = 0; i < CAPACITY - 1; i++)
        {
            put("n" + i, i / SHARE, i);
        }
        assertEquals(CAPACITY, cache.size());
        put("another.small.example", 99, 100);
        assertEquals(CAPACITY, cache.size());
        assertNotNull(find("small.example"));
        assertNotNull(find("another.small.example"));
    }

    @Test
    void shouldForgetWhatIsLongPastItsTime()
    {
        put("old.example", 1, 0);
        put("newer.example", 1, 30);
        assertEquals(0, expireAll(99, 40));
        assertEquals(1, expireAll(100, 40));
        assertNull(find("old.example"));
        assertNotNull(find("newer.example"));
    }

    @Test
    void shouldBehaveAsAMap()
    {
        final Random random = new Random(5);
        final AnswerCache large = new AnswerCache(8_000); // nobody reaches a share of 1,000
        final Map<QuestionKey, CachedAnswer> model = new HashMap<>();
        for (int i = 0; i < 5_000; i++)
        {
            final CachedAnswer answer = answer("n" + random.nextInt(500), random.nextInt(3), random.nextInt(1000));
            large.put(answer);
            model.put(answer.key(), answer);
            if (0 == random.nextInt(10))
            {
                final long nowNs = random.nextInt(1000) * SECOND_NS;
                for (int step = 0; step < 8_192 / 64; step++)
                {
                    large.expire(nowNs, 0);
                }
                model.values().removeIf((kept) -> !kept.isFresh(nowNs));
            }
            assertEquals(model.size(), large.size());
        }
        model.forEach((key, answer) -> assertSame(answer, large.find(key)));
    }

    private int expireAll(final long nowS, final long staleS)
    {
        return cache.expire(nowS * SECOND_NS, staleS * SECOND_NS); // one step is 64 chains: all of a cache this small
    }

    private CachedAnswer find(final String name)
    {
        return cache.find(query(name, Type.A, false), 1);
    }

    /** Fresh for 60 s. */
    private CachedAnswer put(final String name, final int owner, final long storedS)
    {
        final CachedAnswer answer = answer(name, owner, storedS);
        cache.put(answer);
        return answer;
    }

    private static CachedAnswer answer(final String name, final int owner, final long storedS)
    {
        final Message message = Packets.message(0, name, Type.A);
        return DnsRig.kept(message, 1, storedS * SECOND_NS, 60, false, owner);
    }

    private static DnsQuery query(final String name, final int type, final boolean isDnssecOk)
    {
        final byte[] message = Packets.questionWithOpt(1, name, type, 1232, isDnssecOk);
        final DnsQuery query = new DnsQuery();
        query.wrap(new UnsafeBuffer(message), 0, message.length);
        return query;
    }
}
