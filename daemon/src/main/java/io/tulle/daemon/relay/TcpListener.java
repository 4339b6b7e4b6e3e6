package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Accepts local clients of one published TCP port. Called by the relay's thread. */
final class TcpListener implements Selectable, ServedPort
{
    private static final int MAX_ACCEPTS = 64; // then the next channel has its turn

    private final ServerSocketChannel channel;
    private final InetSocketAddress target;
    private final Predicate<InetAddress> clients;
    private final RelayContext context;
    private final Set<TcpConnection> connections = new HashSet<>();
    private SelectionKey key;

    TcpListener(final ServerSocketChannel channel, final InetSocketAddress target,
        final Predicate<InetAddress> clients, final RelayContext context)
    {
        this.channel = channel;
        this.target = target;
        this.clients = clients;
        this.context = context;
    }

    @Override
    public void open(final Selector selector) throws IOException
    {
        key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void onReady(final SelectionKey ready)
    {
        for (int i = 0; i < MAX_ACCEPTS; i++)
        {
            final SocketChannel client = accept();
            if (null == client)
            {
                return;
            }
            take(client);
        }
    }

    /** A listener that ran out of descriptors tries again. */
    @Override
    public void onTick(final long nowNs)
    {
        if (key.isValid() && 0 == key.interestOps())
        {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void close()
    {
        Channels.close(channel);
        final List<TcpConnection> open = new ArrayList<>(connections);
        open.forEach(TcpConnection::abort);
    }

    void onClosed(final TcpConnection connection)
    {
        if (connections.remove(connection))
        {
            context.counters().openConnections.decrement();
        }
    }

    void onUnreachable()
    {
        context.counters().unreachable.increment();
    }

    private SocketChannel accept()
    {
        try
        {
            return channel.accept();
        }
        catch (final IOException ex)
        {
            context.counters().outOfDescriptors.increment();
            if (key.isValid())
            {
                key.interestOps(0); // or the selector would spin
            }
            return null;
        }
    }

    private void take(final SocketChannel client)
    {
        final RelayCounters counters = context.counters();
        counters.connections.increment();
        if (!clients.test(client.socket().getInetAddress()))
        {
            counters.notAllowed.increment();
            refuse(client);
        }
        else if (counters.openConnections.get() >= context.settings().maxConnections())
        {
            counters.overLimit.increment();
            refuse(client);
        }
        else
        {
            connect(client);
        }
    }

    private void connect(final SocketChannel client)
    {
        final SocketChannel container;
        try
        {
            container = SocketChannel.open();
        }
        catch (final IOException ex)
        {
            context.counters().outOfDescriptors.increment();
            refuse(client);
            return;
        }
        final TcpConnection connection = new TcpConnection(this, client, container, context.pool());
        connections.add(connection);
        context.counters().openConnections.increment();
        try
        {
            connection.open(context.selector(), target);
        }
        catch (final IOException ex)
        {
            onUnreachable();
            connection.abort();
        }
    }

    private static void refuse(final SocketChannel client)
    {
        Channels.resetOnClose(client);
        Channels.close(client);
    }
}
