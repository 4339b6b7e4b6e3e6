package io.tulle.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Streams sessions to a client, a JSON object a line: those that there are, or, for {@code events=true}, those that
 * begin and end from now on. Called by the threads of the API.
 */
final class SessionHandler extends StreamHandler
{
    static final String PATH = "/v1/sessions";
    static final int MAX_STREAMS = 4;

    private static final int BUFFER_BYTES = 32 << 10;

    private final NetworkService service;
    private final SessionSource source;

    SessionHandler(final NetworkService service, final SessionSource source)
    {
        super(PATH, "application/x-ndjson", MAX_STREAMS, MAX_STREAMS + " listings of sessions run; end one first");
        this.service = service;
        this.source = source;
    }

    @Override
    void stream(final Map<String, String> words, final OutputStream out) throws IOException
    {
        final SessionQuery query = service.named(SessionQuery.parse(
            words.get("container"), List.of(words.getOrDefault("filter", "")), limit(words.get("limit"))));
        final Lines lines = new Lines(new BufferedOutputStream(out, BUFFER_BYTES));
        if ("true".equals(words.get("events")))
        {
            out.flush(); // the head of the answer, so that a client knows that it is listened to
            source.events(query, lines);
        }
        else
        {
            source.list(query, lines);
        }
        lines.flush();
    }

    private static int limit(final String text)
    {
        if (null != text && !text.matches("[1-9][0-9]{0,8}"))
        {
            throw new IllegalArgumentException("limit " + text + ": is not a number of 1 to 999999999");
        }
        return null == text ? 0 : Integer.parseInt(text);
    }

    /** Writes each row as it comes, so that a million of them are never held. */
    private record Lines(OutputStream out) implements SessionSink
    {
        @Override
        public void accept(final String event, final SessionRow row) throws IOException
        {
            out.write(JsonText.bytes(SessionJson.encode(event, row)));
            out.write('\n');
        }

        @Override
        public void flush() throws IOException
        {
            out.flush();
        }
    }
}
