package io.tulle.control;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** One HTTP/1.1 request and its answer over a unix socket, on a connection of its own. Called by one thread. */
public final class HttpExchange implements AutoCloseable
{
    private static final String LINE_END = "\r\n";
    private static final int MAX_LINE_BYTES = 8 << 10;

    private final SocketChannel channel;
    private final PatientInputStream source;
    private final InputStream in;
    private int status;
    private long lengthBytes = -1; // of the body; -1: until the connection ends
    private boolean isChunked;

    private HttpExchange(final SocketChannel channel, final PatientInputStream source)
    {
        this.channel = channel;
        this.source = source;
        in = new BufferedInputStream(null == source ? Channels.newInputStream(channel) : source);
    }

    /**
     * Sends the request and reads the head of the answer, and waits as long as that takes. Nobody behind the socket: a
     * ConnectException.
     */
    static HttpExchange of(final Path socket, final String method, final String target, final byte[] body)
        throws IOException
    {
        return begun(new HttpExchange(connect(socket, true), null), method, target, body);
    }

    /**
     * The same, but each time that nothing comes for so long is a SocketTimeoutException: now, and when the body is
     * read.
     */
    public static HttpExchange of(final Path socket, final String method, final String target, final byte[] body,
        final long timeoutMs) throws IOException
    {
        final SocketChannel channel = connect(socket, false);
        return begun(new HttpExchange(channel, new PatientInputStream(channel, timeoutMs)), method, target, body);
    }

    /** Waits so long from now on; of an exchange that was begun with a time. */
    public void timeoutMs(final long timeoutMs)
    {
        source.timeoutMs(timeoutMs);
    }

    public int status()
    {
        return status;
    }

    public InputStream body()
    {
        return isChunked ? new ChunkedInputStream(in) : in;
    }

    /** The whole body. */
    public byte[] bodyBytes() throws IOException
    {
        if (isChunked || lengthBytes < 0)
        {
            return body().readAllBytes();
        }
        final byte[] bytes = in.readNBytes((int) lengthBytes);
        if (bytes.length < lengthBytes)
        {
            throw new EOFException("the answer ended after " + bytes.length + " of " + lengthBytes + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
        if (null != source)
        {
            source.close();
        }
    }

    private static HttpExchange begun(
        final HttpExchange exchange, final String method, final String target, final byte[] body) throws IOException
    {
        try
        {
            exchange.send(method, target, body);
            exchange.readHead();
            return exchange;
        }
        catch (final IOException | RuntimeException e)
        {
            exchange.close();
            throw e;
        }
    }

    private static SocketChannel connect(final Path socket, final boolean isBlocking) throws IOException
    {
        final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            channel.configureBlocking(isBlocking);
            if (!channel.connect(UnixDomainSocketAddress.of(socket)))
            {
                throw new IOException("too many others wait for an answer");
            }
            return channel;
        }
        catch (final IOException e)
        {
            channel.close();
            throw (IOException) new ConnectException(socket + ": " + e.getMessage()).initCause(e);
        }
    }

    private void send(final String method, final String target, final byte[] body) throws IOException
    {
        final String head = method + " " + target + " HTTP/1.1\r\nHost: tulle\r\nConnection: close\r\n" +
            "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        final ByteBuffer[] parts = {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)};
        while (parts[0].hasRemaining() || parts[1].hasRemaining())
        {
            channel.write(parts);
        }
    }

    private void readHead() throws IOException
    {
        final String[] words = readLine(in).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1."))
        {
            throw new IOException("what answers does not speak HTTP");
        }
        status = Integer.parseInt(words[1]);
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in))
        {
            readHeader(line.toLowerCase(Locale.ROOT));
        }
        lengthBytes = 204 == status ? 0 : lengthBytes; // RFC 9110 section 15.3.5: no content
    }

    private void readHeader(final String line)
    {
        final String value = line.substring(line.indexOf(':') + 1).trim();
        if (line.startsWith("content-length:"))
        {
            lengthBytes = Long.parseLong(value);
        }
        else if (line.startsWith("transfer-encoding:"))
        {
            isChunked = "chunked".equals(value);
        }
    }

    /** A line without its end; EOFException if the stream ends first. */
    static String readLine(final InputStream in) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE_BYTES)
        {
            final int octet = in.read();
            if (octet < 0)
            {
                throw new EOFException("the connection ended in the middle of an answer");
            }
            line.append((char) octet);
            if (line.length() >= LINE_END.length() && line.lastIndexOf(LINE_END) == line.length() - LINE_END.length())
            {
                return line.substring(0, line.length() - LINE_END.length());
            }
        }
        throw new IOException("a line of the answer's head is longer than " + MAX_LINE_BYTES + " bytes");
    }
}
