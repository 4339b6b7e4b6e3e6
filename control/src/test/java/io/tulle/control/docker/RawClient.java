package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.JsonText;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection that says, octet by octet, what dockerd 20.10 says. */
final class RawClient implements AutoCloseable
{
    /** What came back. */
    record Answer(int status, Map<String, String> headers, byte[] body)
    {
        JsonNode json()
        {
            return JsonText.parse(body);
        }

        String text()
        {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final SocketChannel channel;
    private final InputStream in;

    RawClient(final Path socket) throws IOException
    {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    /** As dockerd 20.10 calls: with an empty Host, and a line feed behind the JSON, as Go's encoder writes it. */
    Answer call(final String method, final String json)
    {
        final byte[] body = (json.isEmpty() ? "" : json + '\n').getBytes(StandardCharsets.UTF_8);
        return send(head(method, "Content-Length: " + body.length + "\r\n"), body);
    }

    static String head(final String method, final String framing)
    {
        return "POST /" + method + " HTTP/1.1\r\nHost: \r\nUser-Agent: Go-http-client/1.1\r\n" + framing +
            "Accept: application/vnd.docker.plugins.v1.2+json\r\nAccept-Encoding: gzip\r\n\r\n";
    }

    Answer send(final String head, final byte[] body)
    {
        try
        {
            write(head.getBytes(StandardCharsets.ISO_8859_1));
            write(body);
            return receive();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    void write(final byte[] bytes) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining())
        {
            channel.write(buffer);
        }
    }

    Answer receive() throws IOException
    {
        final int status = Integer.parseInt(line().split(" ")[1]);
        final Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line())
        {
            final int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        final int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, in.readNBytes(length));
    }

    /** True if the server ended the connection. */
    boolean isEnded() throws IOException
    {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    private String line() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int octet = in.read(); '\n' != octet; octet = in.read())
        {
            if (octet < 0)
            {
                throw new EOFException("the connection ended after: " + line);
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }
}
