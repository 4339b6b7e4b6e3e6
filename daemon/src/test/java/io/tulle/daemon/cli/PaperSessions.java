package io.tulle.daemon.cli;

import io.tulle.config.IpAddress;
import io.tulle.control.SessionQuery;
import io.tulle.control.SessionRow;
import io.tulle.control.SessionSink;
import io.tulle.control.SessionSource;

import java.io.IOException;

/** Two sessions of paper, which begin and end when events are asked for. */
final class PaperSessions implements SessionSource
{
    private static final SessionRow OUT = row("tcp", "ESTABLISHED", "web", "10.30.0.2", 4000, 80);
    private static final SessionRow LOST = row("udp", "UNREPLIED", null, "10.30.0.3", 4001, 53);

    @Override
    public void list(final SessionQuery query, final SessionSink sink) throws IOException
    {
        int rows = 0;
        for (final SessionRow row : new SessionRow[]{OUT, LOST})
        {
            if (query.matches(row) && (0 == query.limit() || rows++ < query.limit()))
            {
                sink.accept(SessionSink.NONE, row);
            }
        }
    }

    @Override
    public void events(final SessionQuery query, final SessionSink sink) throws IOException
    {
        sink.accept(SessionSink.BEGIN, OUT);
        sink.accept(SessionSink.END, OUT);
        sink.flush();
    }

    private static SessionRow row(final String protocol, final String state, final String container,
        final String source, final int sourcePort, final int port)
    {
        final IpAddress server = IpAddress.parse("192.0.2.9");
        return new SessionRow(protocol, state, container, null == container ? null : "front",
            new SessionRow.Flow(IpAddress.parse(source), sourcePort, server, port),
            new SessionRow.Flow(server, port, IpAddress.parse("203.0.113.1"), 50_000), 300, 12, 1_200, 10, 9_000,
            SessionRow.Kind.MASQUERADED);
    }
}
