package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.HttpExchange;
import io.tulle.control.JsonText;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;

/** What Docker tells as it happens, a line of JSON each. Used by one thread. */
final class DockerEvents implements AutoCloseable
{
    private static final int MAX_LINE_BYTES = 1 << 20; // all labels of a container are in each of its events
    private static final int READ_BYTES = 16 << 10;

    private final HttpExchange exchange;
    private final InputStream body;
    private final byte[] bytes = new byte[READ_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<JsonNode> events = new ArrayDeque<>();

    DockerEvents(final HttpExchange exchange)
    {
        this.exchange = exchange;
        body = exchange.body();
    }

    /**
     * The next event, or null if none comes for so long; an IOException says that there will be no more.
     *
     * @param timeoutMs more than 0
     */
    JsonNode next(final long timeoutMs) throws IOException
    {
        exchange.timeoutMs(timeoutMs);
        try
        {
            while (events.isEmpty())
            {
                take(body.read(bytes));
            }
        }
        catch (final SocketTimeoutException e)
        {
            return null;
        }
        catch (final IllegalArgumentException e)
        {
            throw new IOException("an event makes no sense: " + e.getMessage(), e);
        }
        return events.poll();
    }

    @Override
    public void close() throws IOException
    {
        exchange.close();
    }

    private void take(final int count) throws IOException
    {
        if (count < 0)
        {
            throw new EOFException("Docker tells no more");
        }
        for (int i = 0; i < count; i++)
        {
            if ('\n' != bytes[i])
            {
                line.write(bytes[i]);
            }
            else
            {
                events.add(JsonText.parse(line.toByteArray()));
                line.reset();
            }
        }
        if (line.size() > MAX_LINE_BYTES)
        {
            throw new IOException("an event is longer than " + MAX_LINE_BYTES + " bytes");
        }
    }
}
