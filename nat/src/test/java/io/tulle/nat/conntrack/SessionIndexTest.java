package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What does not fit into its bucket is found in the next, and the first one follows the last. */
class SessionIndexTest
{
    private static final int CAPACITY = 256;
    private static final int NEVER_IDLE_S = 1_000_000;

    private final SessionTable table = SessionTable.inMemory(CAPACITY);
    private final int lastBucket = table.index().buckets() - 1;

    @AfterEach
    void close()
    {
        table.close();
    }

    @Test
    void shouldGoOnAtTheFirstBucketBehindTheLast()
    {
        final List<Integer> numbers = numbersOfBucket(lastBucket, 3 * SessionIndex.ENTRIES);
        for (final int number : numbers)
        {
            Sessions.insert(table, number);
        }
        shouldFindAll(numbers);
    }

    @Test
    void shouldFindWhatOverflowedAlsoWhenItsBucketHasRoomAgain()
    {
        final List<Integer> numbers = numbersOfBucket(lastBucket, 2 * SessionIndex.ENTRIES);
        final List<Integer> sessions = new ArrayList<>();
        for (final int number : numbers)
        {
            sessions.add(Sessions.insert(table, number));
        }
        sessions.subList(0, SessionIndex.ENTRIES).forEach(table::remove);
        shouldFindAll(numbers.subList(SessionIndex.ENTRIES, numbers.size()));
        assertEquals(NO_SESSION, lookup(Sessions.original(numbers.get(0))));
    }

    @Test
    void shouldRefuseATupleThatOverflowedAlsoWhenItsBucketHasRoomAgain()
    {
        final List<Integer> numbers = numbersOfBucket(lastBucket, SessionIndex.ENTRIES + 1);
        final List<Integer> sessions = new ArrayList<>();
        for (final int number : numbers)
        {
            sessions.add(Sessions.insert(table, number));
        }
        table.remove(sessions.get(0));
        final int overflowed = numbers.get(SessionIndex.ENTRIES);
        assertFalse(table.insert(Sessions.fill(table, Sessions.original(overflowed), Sessions.reply(99_999))));
    }

    @Test
    void shouldRefuseWhatFindsNoSlotWithinReachAndLeaveNoTrace()
    {
        final List<Integer> numbers = numbersOfBucket(lastBucket, 16 * SessionIndex.ENTRIES);
        final List<Integer> inserted = new ArrayList<>();
        for (final int number : numbers)
        {
            final int session = Sessions.fill(table, Sessions.original(number), Sessions.reply(number));
            if (table.insert(session))
            {
                inserted.add(number);
            }
            else
            {
                table.abandon(session);
                assertEquals(NO_SESSION, lookup(Sessions.original(number)));
                assertEquals(NO_SESSION, lookup(Sessions.reply(number)));
            }
        }
        assertTrue(inserted.size() < numbers.size());
        shouldFindAll(inserted);
    }

    @Test
    void shouldAgreeWithAMapOverManyRandomSteps()
    {
        final Random random = new Random(1);
        final SessionAger ager = new SessionAger(table, SessionTimeouts.DEFAULTS, (session) -> { });
        final Set<Integer> present = new HashSet<>();
        for (int step = 0; step < 200_000; step++)
        {
            final int number = random.nextInt(2 * CAPACITY);
            final int found = lookup(0 == (step & 1) ? Sessions.original(number) : Sessions.reply(number));
            assertEquals(present.contains(number), NO_SESSION != found);
            if (NO_SESSION != found)
            {
                assertTrue(table.remove(SessionTable.session(found)) && present.remove(number));
            }
            else if (present.size() < CAPACITY / 2)
            {
                table.descriptor().wrap(Sessions.insert(table, number)).seen(Direction.ORIGINAL, NEVER_IDLE_S, 60);
                present.add(number);
            }
            ager.run(1 + step / 8);
        }
        assertEquals(present.size(), table.size());
        assertTrue(table.highWaterMark() <= CAPACITY);
    }

    @Test
    void shouldSpreadTuplesThatDifferLittle()
    {
        final Tuple tuple = Sessions.original(0);
        shouldSpread("source ports", (i) -> tuple.source(0, tuple.sourceLow(), i));
        shouldSpread("destination ports", (i) -> tuple.destination(0, tuple.destinationLow(), i));
        shouldSpread("sources", (i) -> tuple.source(0, 0xFFFF_0A00_0000L + i, 4000));
        shouldSpread("destinations", (i) -> tuple.destination(0, 0xFFFF_0A00_0000L + i, 80));
        shouldSpread("networks", (i) -> tuple.destination(0x2001_0DB8_0000_0000L + i, 1, 80));
        shouldSpread("realms", (i) -> tuple.realm(i));
    }

    /** With four entries a bucket, one bucket in twenty gets more than it has room for, and one in six at worst. */
    private void shouldSpread(final String what, final IntFunction<Tuple> tuples)
    {
        final int buckets = table.index().buckets();
        final int[] entries = new int[buckets];
        for (int i = 0; i < 4 * buckets; i++)
        {
            entries[table.index().home(table.hash(tuples.apply(i)))]++;
        }
        final long overflowing = Arrays.stream(entries).filter((count) -> count > SessionIndex.ENTRIES).count();
        assertTrue(overflowing < buckets / 4, what + ": " + overflowing + " of " + buckets);
    }

    private void shouldFindAll(final List<Integer> numbers)
    {
        for (final int number : numbers)
        {
            assertNotEquals(NO_SESSION, lookup(Sessions.original(number)));
            assertNotEquals(NO_SESSION, lookup(Sessions.reply(number)));
        }
    }

    private List<Integer> numbersOfBucket(final int bucket, final int count)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (int number = 0; numbers.size() < count; number++)
        {
            if (bucket == table.index().home(table.hash(Sessions.original(number))))
            {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private int lookup(final Tuple tuple)
    {
        final long hash = table.hash(tuple);
        table.prefetch(hash);
        return table.lookup(hash, tuple);
    }
}
