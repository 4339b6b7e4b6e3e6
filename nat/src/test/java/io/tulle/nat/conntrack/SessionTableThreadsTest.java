package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

/** Workers that all want the same few sessions, one that removes, and the ager, at once on a small table. */
class SessionTableThreadsTest
{
    private static final int CAPACITY = 64;
    private static final int NUMBERS = 40;
    private static final int WORKERS = 3;
    private static final int STEPS = 100_000;

    private final SessionTable table = SessionTable.inMemory(CAPACITY);
    private final AtomicInteger inserted = new AtomicInteger();
    private final AtomicBoolean isDone = new AtomicBoolean();
    private int ended;
    private int nowS = 1000;
    private final SessionAger ager = new SessionAger(table, SessionTimeouts.DEFAULTS, (session) -> ended++);

    @Test
    void shouldEndEverySessionOnceAndLoseNone() throws Exception
    {
        final ExecutorService threads = Executors.newFixedThreadPool(WORKERS + 1);
        try
        {
            final Future<?> conductor = threads.submit(this::conduct);
            final List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++)
            {
                final int seed = i;
                workers.add(threads.submit(() -> work(new Random(seed))));
            }
            for (final Future<?> worker : workers)
            {
                worker.get();
            }
            isDone.set(true);
            conductor.get();
        }
        finally
        {
            threads.shutdownNow();
        }
        shouldBeEmptyAgain();
        table.close();
    }

    private void shouldBeEmptyAgain()
    {
        table.forEach((session) -> table.remove(session.session()));
        for (int i = 0; i < 100; i++)
        {
            ager.run(nowS++);
        }
        assertTrue(inserted.get() > 0);
        assertEquals(inserted.get(), ended);
        assertEquals(0, table.size());
        assertEquals(0, ager.resting());
        for (int number = 0; number < NUMBERS; number++)
        {
            assertEquals(NO_SESSION, lookup(Sessions.original(number)));
        }
        for (int i = 0; i < CAPACITY; i++)
        {
            assertTrue(NO_SESSION != table.claim());
        }
        assertEquals(NO_SESSION, table.claim());
    }

    private void conduct()
    {
        while (!isDone.get())
        {
            ager.run(nowS++); // a second of theirs is a microsecond, so bytes are used again soon
        }
    }

    private void work(final Random random)
    {
        final SessionDescriptor session = table.descriptor();
        for (int step = 0; step < STEPS; step++)
        {
            final int number = random.nextInt(NUMBERS);
            final int reference = lookup(random.nextBoolean() ? Sessions.original(number) : Sessions.reply(number));
            if (NO_SESSION == reference)
            {
                begin(session, number);
            }
            else if (random.nextBoolean())
            {
                table.remove(SessionTable.session(reference));
            }
            else
            {
                session.wrap(SessionTable.session(reference)).seen(SessionTable.direction(reference), 1000, 60);
            }
        }
    }

    private void begin(final SessionDescriptor session, final int number)
    {
        final int claimed = table.claim();
        if (NO_SESSION == claimed)
        {
            return;
        }
        session.wrap(claimed).tuple(Direction.ORIGINAL, Sessions.original(number), Sessions.ENDPOINT_PORT)
            .tuple(Direction.REPLY, Sessions.reply(number), Sessions.UPLINK_PORT)
            .state(SessionState.TCP_INCOMING_SYN).seen(Direction.ORIGINAL, 1000, 60);
        if (table.insert(claimed))
        {
            inserted.incrementAndGet();
        }
        else
        {
            table.abandon(claimed);
        }
    }

    private int lookup(final Tuple tuple)
    {
        return table.lookup(table.hash(tuple), tuple);
    }
}
