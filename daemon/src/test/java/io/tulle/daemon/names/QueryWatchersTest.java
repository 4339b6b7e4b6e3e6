package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.control.NameSource.NameEvent;
import io.tulle.control.NameSource.NameSink;
import io.tulle.dns.Outcome;
import io.tulle.dns.QueryLog;
import io.tulle.dns.message.DnsQuery;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The log is on while somebody watches, and each one sees what he asked for. */
class QueryWatchersTest
{
    private static final int WEB = 1;
    private static final int DB = 2;

    private final QueryLog log = new QueryLog();
    private final QueryWatchers watchers = new QueryWatchers(log, (entry) -> new NameEvent(entry.epochMs(),
        WEB == entry.port() ? "web" : "db", "front", entry.name(), "A", "NOERROR", "local", 0));
    private final List<String> seen = new ArrayList<>();

    /** Stands for a client that goes away. */
    private static final class GoneException extends IOException
    {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void shouldShowTheQuestionsOfOneContainer()
    {
        assertThrows(GoneException.class, () -> watchers.watch("web", sink(List.of(DB, WEB))));
        assertEquals(List.of("web"), seen);
    }

    @Test
    void shouldShowTheQuestionsOfAll()
    {
        assertThrows(GoneException.class, () -> watchers.watch(null, sink(List.of(DB, WEB))));
        assertEquals(List.of("db", "web"), seen);
    }

    @Test
    void shouldBeOnOnlyWhileSomebodyWatches()
    {
        assertFalse(log.isOn());
        assertThrows(GoneException.class, () -> watchers.watch(null, sink(List.of(WEB))));
        assertFalse(log.isOn());
    }

    @Test
    void shouldEndWhenTheThreadIsAskedTo() throws IOException
    {
        Thread.currentThread().interrupt();
        watchers.watch(null, sink(List.of()));
        assertTrue(Thread.interrupted());
    }

    /** Asks when it is told that questions are listened to, and goes when it has seen the last one. */
    private NameSink sink(final List<Integer> askers)
    {
        return new NameSink()
        {
            private boolean hasAsked;

            @Override
            public void accept(final NameEvent event)
            {
                seen.add(event.container());
            }

            @Override
            public void flush() throws IOException
            {
                if (!hasAsked)
                {
                    hasAsked = true;
                    assertTrue(log.isOn());
                    askers.forEach((port) -> log.add(port, new DnsQuery(), Outcome.REFUSED, 1, 0));
                }
                else if (!seen.isEmpty())
                {
                    throw new GoneException();
                }
            }
        };
    }
}
