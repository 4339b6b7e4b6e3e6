package io.tulle.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

import io.tulle.nat.NatSettings;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.NextHops;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Uplink;
import org.junit.jupiter.api.Test;

/** What several workers and the conductor do to the same mappings and ports at once. */
class MappingRacesTest
{
    private static final int THREADS = 4;
    private static final int UPLINK_PORT = 5;
    private static final int NOW_S = 1000;
    private static final long EXTERNAL = AdmissionRig.low("203.0.113.1");

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void shouldMakeOneMappingWhenAllWantItAtOnce() throws Exception
    {
        try (Mappings mappings = mappings())
        {
            final int[] found = new int[THREADS];
            final CyclicBarrier barrier = new CyclicBarrier(THREADS);
            inThreads((thread) ->
            {
                final Worker worker = new Worker(mappings);
                for (int round = 0; round < 10_000; round++)
                {
                    barrier.await();
                    found[thread] = worker.acquire(round % 50);
                    barrier.await();
                    for (final int other : found)
                    {
                        assertEquals(found[0], other);
                        assertNotEquals(Mappings.NO_MAPPING, other);
                    }
                    barrier.await();
                    mappings.release(found[thread]);
                }
            });
            assertEquals(0, mappings.size());
        }
    }

    @Test
    void shouldNeverGiveOnePortToTwoAndLoseNone() throws Exception
    {
        try (Mappings mappings = mappings())
        {
            inThreads((thread) ->
            {
                final Worker worker = new Worker(mappings);
                final SplittableRandom random = new SplittableRandom(thread);
                final List<Integer> held = new ArrayList<>();
                for (int i = 0; i < 200_000; i++)
                {
                    if (held.size() > 20 || !held.isEmpty() && random.nextBoolean())
                    {
                        mappings.release(held.remove(random.nextInt(held.size())));
                    }
                    else
                    {
                        final int internalPort = random.nextInt(40);
                        final int mapping = worker.acquire(internalPort);
                        if (Mappings.NO_MAPPING != mapping)
                        {
                            held.add(mapping);
                            worker.check(mapping, internalPort);
                        }
                    }
                }
                held.forEach(mappings::release);
            });
            assertEquals(0, mappings.size());
            final Worker worker = new Worker(mappings);
            for (int port = 0; port < 64; port++)
            {
                assertNotEquals(Mappings.NO_MAPPING, worker.acquire(port), "port " + port + " of 64 is lost");
            }
            assertEquals(Mappings.NO_MAPPING, worker.acquire(64));
        }
    }

    @Test
    void shouldCountRightWhateverRaces() throws Exception
    {
        final NatSettings settings = AdmissionRig.settings(FilteringBehavior.ADDRESS_DEPENDENT,
            FilteringBehavior.ADDRESS_DEPENDENT, 60, 10, 30);
        final SessionQuotas quotas = new SessionQuotas(settings, new RouterPorts(8), 0);
        inThreads((thread) ->
        {
            for (int i = 0; i < 200_000; i++)
            {
                final boolean isHad = quotas.acquire(i & 3, 0);
                assertTrue(quotas.used(i & 3) <= 30 + THREADS);
                if (isHad)
                {
                    quotas.release(i & 3);
                }
            }
        });
        assertEquals(0, quotas.sharedUsed());
        for (int port = 0; port < 4; port++)
        {
            assertEquals(0, quotas.used(port));
        }
    }

    private void inThreads(final Body body) throws InterruptedException
    {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++)
        {
            final int thread = i;
            threads.add(new Thread(() -> run(body, thread)));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads)
        {
            thread.join();
        }
        assertNull(failure.get(), () -> String.valueOf(failure.get()));
    }

    private void run(final Body body, final int thread)
    {
        try
        {
            body.run(thread);
        }
        catch (final Throwable ex)
        {
            failure.compareAndSet(null, ex);
        }
    }

    private static Mappings mappings()
    {
        return new Mappings(AdmissionRig.settings(FilteringBehavior.ENDPOINT_INDEPENDENT,
            FilteringBehavior.ENDPOINT_INDEPENDENT, 256, 8, 64), new RouterPorts(8), () -> NOW_S * 1_000_000_000L);
    }

    /** What one thread does. */
    private interface Body
    {
        void run(int thread) throws Exception;
    }

    /** A worker's own tools, with 64 external ports for all. */
    private static final class Worker
    {
        private final Mappings mappings;
        private final PortAllocator allocator;
        private final MappingKey key = new MappingKey();
        private final MappingKey read = new MappingKey();
        private final Uplink uplink = new Uplink("uplink", 21, 1500, 1, false,
            new ExternalAddresses(new long[]{0}, new long[]{EXTERNAL}), NextHops.EMPTY, 50_000, 50_063);

        private Worker(final Mappings mappings)
        {
            this.mappings = mappings;
            allocator = new PortAllocator(true, mappings.reservedPorts(), new StaticMappings());
        }

        private int acquire(final int internalPort)
        {
            key.internal(11, 17, 0, AdmissionRig.low("10.0.0.2"), internalPort).external(UPLINK_PORT, 0, EXTERNAL);
            return mappings.acquire(key, uplink, allocator, NOW_S);
        }

        private void check(final int mapping, final int internalPort)
        {
            mappings.read(mapping, read);
            assertEquals(internalPort, read.internalPort());
            assertEquals(mapping, mappings.acquireOwner(17, 0, EXTERNAL, mappings.externalPort(mapping)));
            mappings.release(mapping);
        }
    }
}
