package io.tulle.daemon;

import io.tulle.control.SessionQuery;
import io.tulle.control.SessionRow;
import io.tulle.control.SessionSink;
import io.tulle.control.SessionSource;
import io.tulle.dataplane.capture.FrameCommenter;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionListener;
import io.tulle.nat.conntrack.SessionTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Shows and ends sessions, and tells of those that begin and end. Threads of the API list and watch, the control thread
 * flushes, the conductor tells; a watcher that does not keep up loses events, not the others.
 */
final class Sessions implements SessionSource, SessionListener
{
    private static final int MAX_WAITING_EVENTS = 65_536;
    private static final long POLL_MS = 200;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final SessionTable table;
    private final SessionRows rows;

    Sessions(final SessionTable table, final SessionRows rows)
    {
        this.table = table;
        this.rows = rows;
    }

    /** @return how many sessions were ended. */
    int flush(final SessionQuery query)
    {
        final int[] flushed = {0};
        table.forEach((session) ->
        {
            if (query.matches(rows.of(session)) && table.remove(session.session()))
            {
                flushed[0]++;
            }
        });
        return flushed[0];
    }

    /** @return what tells of sessions to one thread. */
    FrameCommenter commenter()
    {
        return new SessionComments(table.descriptor(), rows);
    }

    @Override
    public void list(final SessionQuery query, final SessionSink sink) throws IOException
    {
        final int[] left = {0 == query.limit() ? Integer.MAX_VALUE : query.limit()};
        try
        {
            table.forEach((session) -> list(query, sink, session, left));
        }
        catch (final UncheckedIOException ex)
        {
            throw ex.getCause();
        }
    }

    private void list(final SessionQuery query, final SessionSink sink, final SessionDescriptor session,
        final int[] left)
    {
        final SessionRow row = left[0] > 0 ? rows.of(session) : null;
        if (null != row && query.matches(row))
        {
            left[0]--;
            try
            {
                sink.accept(SessionSink.NONE, row);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    @Override
    public void events(final SessionQuery query, final SessionSink sink) throws IOException
    {
        final Watcher watcher = new Watcher(query, new ArrayBlockingQueue<>(MAX_WAITING_EVENTS));
        watchers.add(watcher);
        try
        {
            watch(watcher.events, sink);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // asked to end
        }
        finally
        {
            watchers.remove(watcher);
        }
    }

    private static void watch(final BlockingQueue<Event> events, final SessionSink sink)
        throws IOException, InterruptedException
    {
        while (true)
        {
            final Event event = events.poll(POLL_MS, TimeUnit.MILLISECONDS);
            if (null == event)
            {
                sink.flush(); // notices a client that has gone, too
            }
            else
            {
                sink.accept(event.word, event.row);
            }
        }
    }

    @Override
    public void onBegin(final SessionDescriptor session)
    {
        tell(SessionSink.BEGIN, session);
    }

    @Override
    public void onEnd(final SessionDescriptor session)
    {
        tell(SessionSink.END, session);
    }

    private void tell(final String word, final SessionDescriptor session)
    {
        if (!watchers.isEmpty())
        {
            final Event event = new Event(word, rows.of(session));
            watchers.forEach((watcher) -> watcher.offer(event));
        }
    }

    /** What a client is told. */
    private record Event(String word, SessionRow row)
    {
    }

    /** A client with the events that it has not read yet. */
    private record Watcher(SessionQuery query, BlockingQueue<Event> events)
    {
        void offer(final Event event)
        {
            if (query.matches(event.row))
            {
                events.offer(event);
            }
        }
    }
}
