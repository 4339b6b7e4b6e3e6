package io.tulle.control;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Takes connections from a listening unix socket that is somebody else's to open and to close. Jetty's own
 * UnixDomainServerConnector closes it and removes its file; but when Java closes the socket that systemd passed as
 * descriptor 0, it also turns stdout and stderr into /dev/null, and the file must stay for systemd. One thread accepts.
 */
final class UnixConnector extends AbstractConnector
{
    private final ServerSocketChannel listener;
    private final SelectorManager connections;
    private Selector arrivals;

    UnixConnector(final Server server, final ServerSocketChannel listener, final ConnectionFactory protocol)
    {
        super(server, null, null, null, 1, protocol);
        this.listener = listener;
        connections = new Connections();
        installBean(connections, true);
    }

    @Override
    public Object getTransport()
    {
        return listener;
    }

    @Override
    protected void doStart() throws Exception
    {
        arrivals = Selector.open();
        listener.configureBlocking(false);
        listener.register(arrivals, SelectionKey.OP_ACCEPT);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception
    {
        super.doStop();
        arrivals.close();
    }

    @Override
    protected void accept(final int acceptor) throws IOException
    {
        arrivals.select(); // Jetty ends it by an interrupt, which would close a listener that blocks in accept()
        arrivals.selectedKeys().clear();
        final SocketChannel channel = listener.accept();
        if (null != channel)
        {
            channel.configureBlocking(false);
            connections.accept(channel);
        }
    }

    /** The connections of this socket, all of them watched by one thread. */
    private final class Connections extends SelectorManager
    {
        Connections()
        {
            super(UnixConnector.this.getExecutor(), UnixConnector.this.getScheduler(), 1);
        }

        @Override
        protected EndPoint newEndPoint(
            final SelectableChannel channel, final ManagedSelector selector, final SelectionKey key)
        {
            final EndPoint endPoint =
                new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection newConnection(
            final SelectableChannel channel, final EndPoint endPoint, final Object attachment)
        {
            return getDefaultConnectionFactory().newConnection(UnixConnector.this, endPoint);
        }

        @Override
        protected void endPointOpened(final EndPoint endPoint)
        {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(final EndPoint endPoint)
        {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }
    }
}
