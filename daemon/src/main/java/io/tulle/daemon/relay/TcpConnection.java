package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Joins a local client to a container: two flows, each with its own end, so that one side may go on sending after the
 * other has finished. A reset or a refusal on one side resets the other. Called by the relay's thread.
 */
final class TcpConnection implements Selectable
{
    private final TcpListener listener;
    private final SocketChannel client;
    private final SocketChannel container;
    private final TcpFlow toContainer;
    private final TcpFlow toClient;
    private SelectionKey clientKey;
    private SelectionKey containerKey;
    private boolean isClosed;

    TcpConnection(final TcpListener listener, final SocketChannel client, final SocketChannel container,
        final BufferPool pool)
    {
        this.listener = listener;
        this.client = client;
        this.container = container;
        toContainer = new TcpFlow(client, container, pool);
        toClient = new TcpFlow(container, client, pool);
    }

    void open(final Selector selector, final InetSocketAddress target) throws IOException
    {
        prepare(client);
        prepare(container);
        final boolean isConnected = container.connect(target);
        clientKey = client.register(selector, 0, this);
        containerKey = container.register(selector, isConnected ? 0 : SelectionKey.OP_CONNECT, this);
        if (isConnected)
        {
            updateInterest();
        }
    }

    @Override
    public void onReady(final SelectionKey key) throws IOException
    {
        if (container.isConnectionPending() && !connect())
        {
            return;
        }
        try
        {
            toContainer.pump();
            toClient.pump();
        }
        catch (final IOException ex)
        {
            abort(); // a reset is no error of the relay: it is handed on
            return;
        }
        if (toContainer.isDone() && toClient.isDone())
        {
            close();
        }
        else
        {
            updateInterest();
        }
    }

    /** Ends both sides; what was not yet acknowledged is still delivered. */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            toContainer.close();
            toClient.close();
            Channels.close(client);
            Channels.close(container);
            listener.onClosed(this);
        }
    }

    /** Ends both sides with a reset, as a listener without a process behind it does. */
    void abort()
    {
        Channels.resetOnClose(client);
        Channels.resetOnClose(container);
        close();
    }

    private boolean connect()
    {
        try
        {
            return container.finishConnect();
        }
        catch (final IOException ex)
        {
            listener.onUnreachable();
            abort();
            return false;
        }
    }

    private void updateInterest()
    {
        clientKey.interestOps(interest(toContainer, toClient));
        containerKey.interestOps(interest(toClient, toContainer));
    }

    private static int interest(final TcpFlow from, final TcpFlow to)
    {
        return (from.wantsRead() ? SelectionKey.OP_READ : 0) | (to.wantsWrite() ? SelectionKey.OP_WRITE : 0);
    }

    private static void prepare(final SocketChannel channel) throws IOException
    {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // a peer that vanished is noticed in the end
    }
}
