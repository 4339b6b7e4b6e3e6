package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** Speaks to the container for one client of a published UDP port. Called by the relay's thread. */
final class UdpClient implements Selectable
{
    private static final int MAX_DATAGRAMS = 64; // then the next channel has its turn

    private final UdpListener listener;
    private final InetSocketAddress client;
    private final DatagramChannel channel;
    private final RelayContext context;
    private final ByteBuffer buffer;
    private long lastSeenNs;

    private UdpClient(final UdpListener listener, final InetSocketAddress client, final DatagramChannel channel,
        final RelayContext context, final ByteBuffer buffer)
    {
        this.listener = listener;
        this.client = client;
        this.channel = channel;
        this.context = context;
        this.buffer = buffer;
        lastSeenNs = context.clock().nanoTime();
    }

    static UdpClient open(final UdpListener listener, final InetSocketAddress client, final InetSocketAddress target,
        final RelayContext context, final ByteBuffer buffer) throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open();
        try
        {
            channel.configureBlocking(false);
            channel.connect(target); // so nobody else's datagrams come in
            final UdpClient opened = new UdpClient(listener, client, channel, context, buffer);
            channel.register(context.selector(), SelectionKey.OP_READ, opened);
            return opened;
        }
        catch (final IOException ex)
        {
            channel.close();
            throw ex;
        }
    }

    long lastSeenNs()
    {
        return lastSeenNs;
    }

    void toContainer(final ByteBuffer datagram)
    {
        lastSeenNs = context.clock().nanoTime();
        if (!write(datagram))
        {
            context.counters().udpDropped.increment();
        }
    }

    @Override
    public void onReady(final SelectionKey key) throws IOException
    {
        for (int i = 0; i < MAX_DATAGRAMS; i++)
        {
            try
            {
                if (null == channel.receive(buffer.clear()))
                {
                    return;
                }
            }
            catch (final PortUnreachableException ex)
            {
                continue; // the error is used up; the container may listen later
            }
            lastSeenNs = context.clock().nanoTime();
            listener.answer(buffer.flip(), client);
        }
    }

    @Override
    public void close()
    {
        Channels.close(channel);
        listener.onClosed(client);
    }

    private boolean write(final ByteBuffer datagram)
    {
        final int bytes = datagram.remaining();
        try
        {
            return channel.write(datagram) == bytes;
        }
        catch (final IOException ex)
        {
            return false; // port unreachable, as a rule: the container may listen later
        }
    }
}
