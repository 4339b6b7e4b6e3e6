package io.tulle.dns.resolver;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One question and its answer by TCP, each behind its length (RFC 1035 4.2.2), however many pieces they come in. The
 * connection ends with the answer: such questions are rare, and one that is kept open has a server wait for nothing.
 * Used by the resolver's thread.
 */
final class TcpExchange implements Ready
{
    private static final int LENGTH_BYTES = 2;

    private final TcpExchanges exchanges;
    private final Attempt attempt;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer question;
    private final ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
    private ByteBuffer answer;

    TcpExchange(final TcpExchanges exchanges, final Attempt attempt, final byte[] message, final Selector selector)
        throws IOException
    {
        this.exchanges = exchanges;
        this.attempt = attempt;
        question = ByteBuffer.allocate(LENGTH_BYTES + message.length);
        question.putShort((short) message.length).put(message).flip();
        channel = SocketChannel.open();
        try
        {
            channel.configureBlocking(false);
            final boolean isConnected = channel.connect(attempt.upstream().address());
            key = channel.register(selector, isConnected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            channel.close();
            throw new IOException("no way leads to " + attempt.upstream(), ex);
        }
    }

    @Override
    public void onReady(final long nowNs)
    {
        try
        {
            if (key.isConnectable())
            {
                channel.finishConnect();
            }
            if (question.hasRemaining())
            {
                write();
            }
            else if (read())
            {
                attempt.onTcpMessage(new UnsafeBuffer(answer.array()), answer.capacity(), nowNs);
            }
        }
        catch (final IOException ex)
        {
            attempt.onTcpFailure(nowNs);
        }
    }

    private void write() throws IOException
    {
        channel.write(question);
        key.interestOps(question.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** @return whether the whole answer is there */
    private boolean read() throws IOException
    {
        if (null == answer)
        {
            fill(length);
            if (length.hasRemaining())
            {
                return false;
            }
            answer = ByteBuffer.allocate(length.getShort(0) & 0xFFFF);
        }
        fill(answer);
        return !answer.hasRemaining();
    }

    private void fill(final ByteBuffer bytes) throws IOException
    {
        if (bytes.hasRemaining() && channel.read(bytes) < 0)
        {
            throw new IOException("the server closed the connection");
        }
    }

    void close()
    {
        if (channel.isOpen())
        {
            exchanges.onClosed(this);
            try
            {
                channel.close();
            }
            catch (final IOException ex)
            {
                return; // it is gone either way
            }
        }
    }
}
