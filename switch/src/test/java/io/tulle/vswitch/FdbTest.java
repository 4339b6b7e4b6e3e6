package io.tulle.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The filtering database by itself: limits, fairness, buckets that are full, time that wraps. */
class FdbTest
{
    private static final int MAX_ENTRIES = 1024;
    private static final int PORTS = 16;
    private static final int NOW_S = 1000;

    private final Fdb fdb = new Fdb(MAX_ENTRIES, PORTS);

    @AfterEach
    void close()
    {
        fdb.close();
    }

    @Test
    void shouldTellEachKindOfLearning()
    {
        assertEquals(Learned.LEARNED, fdb.learn(host(1), 1, NOW_S));
        assertEquals(Learned.REFRESHED, fdb.learn(host(1), 1, NOW_S));
        assertEquals(Learned.MOVED, fdb.learn(host(1), 2, NOW_S));
        fdb.addStatic(host(1), 3);
        assertEquals(Learned.STATIC, fdb.learn(host(1), 2, NOW_S));
        assertEquals(Learned.REFRESHED, fdb.learn(host(1), 3, NOW_S));
        assertEquals(1, fdb.size());
        assertEquals(0, fdb.size(2));
        assertEquals(1, fdb.size(3));
    }

    @Test
    void shouldKnowNothingOfAddressZero()
    {
        assertEquals(Fdb.UNKNOWN, fdb.lookup(0));
        assertFalse(fdb.remove(0));
    }

    @Test
    void shouldHoldTheHighestPortAndTheHighestAddress()
    {
        try (Fdb wide = new Fdb(16, Fdb.MAX_PORT + 1))
        {
            wide.learn(0xFEFF_FFFF_FFFFL, Fdb.MAX_PORT, NOW_S);
            assertEquals(Fdb.MAX_PORT, wide.lookup(0xFEFF_FFFF_FFFFL));
            wide.addStatic(0xFEFF_FFFF_FFFFL, Fdb.MAX_PORT - 1);
            assertEquals(Fdb.MAX_PORT - 1, wide.lookup(0xFEFF_FFFF_FFFFL));
        }
    }

    @Test
    void shouldHoldAsManyAddressesAsItsLimit()
    {
        for (int i = 0; i < MAX_ENTRIES; i++)
        {
            fdb.learn(host(i), 1 + i % 4, NOW_S);
        }
        int found = 0;
        for (int i = 0; i < MAX_ENTRIES; i++)
        {
            found += 1 + i % 4 == fdb.lookup(host(i)) ? 1 : 0;
        }
        assertEquals(MAX_ENTRIES, found);
    }

    @Test
    void shouldNeverGrowAboveItsLimit()
    {
        for (int i = 0; i < 20 * MAX_ENTRIES; i++)
        {
            fdb.learn(host(i), 1, NOW_S);
            assertTrue(fdb.size() <= MAX_ENTRIES);
        }
        assertEquals(MAX_ENTRIES, fdb.size());
        assertEquals(count(), fdb.size());
    }

    @Test
    void shouldSayWhenAnAddressTookTheRoomOfAnother()
    {
        for (int i = 0; i < MAX_ENTRIES; i++)
        {
            fdb.learn(host(i), 1, NOW_S);
        }
        assertEquals(Learned.EVICTED_ANOTHER, fdb.learn(host(MAX_ENTRIES), 1, NOW_S));
        assertEquals(Learned.EVICTED_ANOTHER, fdb.learn(host(MAX_ENTRIES + 1), 2, NOW_S));
    }

    @Test
    void shouldEvictOnlyFromThePortThatFloods()
    {
        for (int port = 2; port < 10; port++)
        {
            fdb.learn(host(1_000_000 + port), port, NOW_S);
        }
        flood(1, 100_000);
        for (int port = 2; port < 10; port++)
        {
            assertEquals(port, fdb.lookup(host(1_000_000 + port)));
        }
    }

    @Test
    void shouldNotEvictASmallPortForANewcomerWhileAnotherFloods()
    {
        for (int i = 0; i < 20; i++)
        {
            fdb.learn(host(1_000_000 + i), 2, NOW_S);
        }
        flood(1, 10_000);
        for (int i = 0; i < 500; i++)
        {
            fdb.learn(host(2_000_000 + i), 3, NOW_S);
        }
        assertEquals(20, fdb.size(2));
        assertEquals(500, fdb.size(3));
    }

    @Test
    void shouldShareTheTableBetweenTwoPortsThatFlood()
    {
        for (int i = 0; i < 50_000; i++)
        {
            fdb.learn(host(i), 1 + i % 2, NOW_S);
        }
        assertTrue(fdb.size(1) > MAX_ENTRIES / 3 && fdb.size(2) > MAX_ENTRIES / 3, fdb.size(1) + " " + fdb.size(2));
    }

    @Test
    void shouldEvictTheAddressNotSeenForLongest()
    {
        final List<Long> macs = sameBucket(9);
        for (int i = 0; i < 8; i++)
        {
            fdb.learn(macs.get(i), 1, 5 == i ? NOW_S - 1 : NOW_S);
        }
        assertEquals(Learned.EVICTED_ANOTHER, fdb.learn(macs.get(8), 1, NOW_S));
        assertEquals(Fdb.UNKNOWN, fdb.lookup(macs.get(5)));
        assertEquals(8, fdb.size());
    }

    @Test
    void shouldRefuseWhenABucketIsFullOfStaticEntries()
    {
        final List<Long> macs = sameBucket(9);
        for (int i = 0; i < 8; i++)
        {
            fdb.addStatic(macs.get(i), 1);
        }
        assertEquals(Learned.REFUSED, fdb.learn(macs.get(8), 2, NOW_S));
        assertThrows(IllegalStateException.class, () -> fdb.addStatic(macs.get(8), 2));
        fdb.remove(macs.get(0));
        assertEquals(Learned.LEARNED, fdb.learn(macs.get(8), 2, NOW_S));
    }

    @Test
    void shouldPinIntoAFreeSlotAndEvictNobody()
    {
        final List<Long> macs = sameBucket(8);
        for (int i = 0; i < 7; i++)
        {
            fdb.learn(macs.get(i), 1, NOW_S);
        }
        fdb.addStatic(macs.get(7), 2);
        assertEquals(8, fdb.size());
        assertEquals(7, fdb.size(1));
    }

    @Test
    void shouldPinIntoAFullBucketAtTheCostOfALearnedAddress()
    {
        final List<Long> macs = sameBucket(9);
        for (int i = 0; i < 8; i++)
        {
            fdb.learn(macs.get(i), 1, NOW_S);
        }
        fdb.addStatic(macs.get(8), 2);
        assertEquals(2, fdb.lookup(macs.get(8)));
        assertEquals(7, fdb.size(1));
        assertEquals(8, fdb.size());
    }

    @Test
    void shouldAgeAcrossTheWrapOfTime()
    {
        fdb.learn(host(1), 1, Integer.MAX_VALUE - 10);
        assertEquals(0, fdb.age(Integer.MIN_VALUE + 100, 300));
        assertEquals(1, fdb.age(Integer.MIN_VALUE + 300, 300));
    }

    @Test
    void shouldNotAgeWhatIsSeenLaterThanTheAgersClock()
    {
        fdb.learn(host(1), 1, NOW_S + 1);
        assertEquals(0, fdb.age(NOW_S, 10));
    }

    @Test
    void shouldDampMovesAcrossTheWrapOfTheirWindow()
    {
        final int nearWrapS = 0xFF_FFFF;
        fdb.learn(host(1), 1, nearWrapS);
        for (int i = 0; i < Fdb.MAX_MOVES; i++)
        {
            assertEquals(Learned.MOVED, fdb.learn(host(1), 2 - i % 2, nearWrapS + i));
        }
        assertEquals(Learned.DAMPED, fdb.learn(host(1), 9, nearWrapS + Fdb.MOVE_WINDOW_S - 1));
        assertEquals(Learned.MOVED, fdb.learn(host(1), 9, nearWrapS + Fdb.MOVE_WINDOW_S));
    }

    @Test
    void shouldListEveryEntryOnce()
    {
        fdb.learn(host(1), 1, NOW_S);
        fdb.addStatic(host(2), 2);
        final Set<String> seen = new HashSet<>();
        fdb.forEach((mac, port, isStatic, lastSeenS) -> seen.add(mac - host(0) + " " + port + isStatic + lastSeenS));
        assertEquals(Set.of("1 1false1000", "2 2true0"), seen);
    }

    @Test
    void shouldKeepItsCountsRightWhileManyThreadsChangeIt() throws InterruptedException, ExecutionException
    {
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        final List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++)
        {
            final int seed = thread;
            done.add(threads.submit(() -> learnAtRandom(seed)));
        }
        done.add(threads.submit(this::changeAtRandom));
        for (final Future<?> future : done)
        {
            future.get();
        }
        threads.shutdown();
        checkCounts();
    }

    private void learnAtRandom(final int seed)
    {
        final Random random = new Random(seed);
        for (int i = 0; i < 400_000; i++)
        {
            fdb.learn(host(random.nextInt(3 * MAX_ENTRIES)), random.nextInt(PORTS), NOW_S + i / 1000);
        }
    }

    private void changeAtRandom()
    {
        final Random random = new Random(99);
        for (int i = 0; i < 2_000; i++)
        {
            fdb.addStatic(host(i % 64), random.nextInt(PORTS));
            fdb.remove(host(random.nextInt(3 * MAX_ENTRIES)));
            if (0 == i % 50)
            {
                fdb.age(NOW_S + i / 10, 100);
                fdb.flushPort(random.nextInt(PORTS));
            }
        }
        for (int i = 0; i < 64; i++)
        {
            fdb.addStatic(host(i), i % PORTS);
        }
    }

    private void checkCounts()
    {
        final Set<Long> macs = new HashSet<>();
        final int[] byPort = new int[PORTS];
        final int[] pinned = new int[1];
        fdb.forEach((mac, port, isStatic, lastSeenS) ->
        {
            assertTrue(macs.add(mac), "two entries of one address");
            byPort[port]++;
            pinned[0] += isStatic && port == (mac - host(0)) % PORTS ? 1 : 0;
        });
        assertEquals(macs.size(), fdb.size());
        for (int port = 0; port < PORTS; port++)
        {
            assertEquals(byPort[port], fdb.size(port), "port " + port);
        }
        assertEquals(64, pinned[0]);
    }

    private void flood(final int port, final int sources)
    {
        for (int i = 0; i < sources; i++)
        {
            fdb.learn(host(i), port, NOW_S);
        }
    }

    private int count()
    {
        final int[] count = new int[1];
        fdb.forEach((mac, port, isStatic, lastSeenS) -> count[0]++);
        return count[0];
    }

    /** @return addresses that share a bucket. */
    private static List<Long> sameBucket(final int count)
    {
        final List<Long> macs = new ArrayList<>();
        try (FdbTable table = new FdbTable(MAX_ENTRIES / 2, PORTS))
        {
            for (int i = 0; macs.size() < count; i++)
            {
                if (table.bucket(host(0)) == table.bucket(host(i)))
                {
                    macs.add(host(i));
                }
            }
        }
        return macs;
    }

    private static long host(final int number)
    {
        return 0x0242_0A00_0000L + number;
    }
}
