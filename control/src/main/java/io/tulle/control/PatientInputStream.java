package io.tulle.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Reads what comes by a socket, and waits only so long for it: a SocketTimeoutException loses nothing, and the next
 * read goes on. A unix socket's own streams wait for ever. Used by one thread; the channel is its maker's to close.
 */
final class PatientInputStream extends InputStream
{
    private final SocketChannel channel;
    private final Selector selector;
    private long timeoutMs;

    /** @param channel not blocking */
    PatientInputStream(final SocketChannel channel, final long timeoutMs) throws IOException
    {
        this.channel = channel;
        this.timeoutMs = timeoutMs;
        selector = channel.provider().openSelector();
        channel.register(selector, SelectionKey.OP_READ);
    }

    void timeoutMs(final long timeoutMs)
    {
        this.timeoutMs = timeoutMs;
    }

    @Override
    public int read() throws IOException
    {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] bytes, final int offset, final int length) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        int count = channel.read(buffer);
        while (0 == count && buffer.hasRemaining())
        {
            await();
            count = channel.read(buffer);
        }
        return count;
    }

    @Override
    public void close() throws IOException
    {
        selector.close();
    }

    private void await() throws IOException
    {
        if (0 == selector.select(timeoutMs))
        {
            throw new SocketTimeoutException("nothing came for " + timeoutMs + " ms");
        }
        selector.selectedKeys().clear();
    }
}
