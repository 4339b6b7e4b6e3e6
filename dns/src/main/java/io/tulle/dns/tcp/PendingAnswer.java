package io.tulle.dns.tcp;

import java.util.function.BiConsumer;

/** Takes the answer to one message of a connection, the first time only. Used by the resolver's thread. */
final class PendingAnswer implements MessageHandler.Reply
{
    private final BiConsumer<TcpConnection, byte[]> answered;
    private TcpConnection connection;

    PendingAnswer(final TcpConnection connection, final BiConsumer<TcpConnection, byte[]> answered)
    {
        this.connection = connection;
        this.answered = answered;
    }

    @Override
    public void answer(final byte[] message)
    {
        final TcpConnection waiting = connection;
        connection = null;
        if (null != waiting && !waiting.isClosed())
        {
            answered.accept(waiting, message);
        }
    }
}
