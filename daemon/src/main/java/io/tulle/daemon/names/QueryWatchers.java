package io.tulle.daemon.names;

import io.tulle.control.NameSource.NameEvent;
import io.tulle.control.NameSource.NameSink;
import io.tulle.dns.QueryLog;
import io.tulle.dns.QueryLogEntry;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Tells each of several users of the questions that containers ask, out of the one log that there is. It is on while
 * somebody watches; whoever watches reads it for all. Called by threads of the API.
 */
final class QueryWatchers
{
    private static final int MAX_WAITING_EVENTS = 16_384;
    private static final int READ_LIMIT = 4_096;
    private static final long POLL_MS = 50;
    private static final int POLLS_A_FLUSH = 4;

    private final Set<Watcher> watchers = new HashSet<>();
    private final QueryLog log;
    private final Function<QueryLogEntry, NameEvent> events;

    /** A user with the questions that were not shown yet. */
    private record Watcher(String container, BlockingQueue<NameEvent> events)
    {
        void offer(final NameEvent event)
        {
            if (null == container || container.equals(event.container()))
            {
                events.offer(event); // one who does not keep up loses some
            }
        }
    }

    QueryWatchers(final QueryLog log, final Function<QueryLogEntry, NameEvent> events)
    {
        this.log = log;
        this.events = events;
    }

    /** Returns when the thread is interrupted, or throws what the sink throws. */
    void watch(final String container, final NameSink sink) throws IOException
    {
        final Watcher watcher = new Watcher(container, new ArrayBlockingQueue<>(MAX_WAITING_EVENTS));
        add(watcher);
        try
        {
            run(watcher, sink);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // asked to end
        }
        finally
        {
            remove(watcher);
        }
    }

    private void run(final Watcher watcher, final NameSink sink) throws IOException, InterruptedException
    {
        sink.flush(); // tells the client that it is listened for
        for (int poll = 1; true; poll++)
        {
            read();
            NameEvent event = watcher.events.poll(POLL_MS, TimeUnit.MILLISECONDS);
            final boolean isIdle = null == event;
            for (; null != event; event = watcher.events.poll())
            {
                sink.accept(event);
            }
            if (!isIdle || 0 == poll % POLLS_A_FLUSH)
            {
                sink.flush(); // notices a client that has gone, too
            }
        }
    }

    private synchronized void read()
    {
        log.poll((entry) ->
        {
            final NameEvent event = events.apply(entry);
            watchers.forEach((watcher) -> watcher.offer(event));
        }, READ_LIMIT);
    }

    private synchronized void add(final Watcher watcher)
    {
        if (watchers.isEmpty())
        {
            log.set(true);
        }
        watchers.add(watcher);
    }

    private synchronized void remove(final Watcher watcher)
    {
        watchers.remove(watcher);
        if (watchers.isEmpty())
        {
            log.set(false);
        }
    }
}
