package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Serves local clients of one published UDP port: each client's datagrams go to the container from a socket of their
 * own, so that the answers find their way back. Answers leave from the published socket; when it is bound to any
 * address, the kernel chooses the source by its route to the client, which is the address that a client spoke to
 * unless it spoke from another one. Called by the relay's thread.
 */
final class UdpListener implements Selectable, ServedPort
{
    private static final int MAX_DATAGRAMS = 64; // then the next channel has its turn

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final Predicate<InetAddress> allowed;
    private final RelayContext context;
    private final Map<InetSocketAddress, UdpClient> clients = new HashMap<>();
    private final ByteBuffer buffer;

    /** @param buffer large enough for any datagram; shared by all, as none keeps bytes in it. */
    UdpListener(final DatagramChannel channel, final InetSocketAddress target,
        final Predicate<InetAddress> allowed, final RelayContext context, final ByteBuffer buffer)
    {
        this.channel = channel;
        this.target = target;
        this.allowed = allowed;
        this.context = context;
        this.buffer = buffer;
    }

    @Override
    public void open(final Selector selector) throws IOException
    {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    public void onReady(final SelectionKey key)
    {
        for (int i = 0; i < MAX_DATAGRAMS; i++)
        {
            final InetSocketAddress from = receive();
            if (null == from)
            {
                return;
            }
            final UdpClient client = client(from);
            if (null != client)
            {
                client.toContainer(buffer.flip());
            }
        }
    }

    @Override
    public void onTick(final long nowNs)
    {
        for (final UdpClient client : new ArrayList<>(clients.values()))
        {
            if (nowNs - client.lastSeenNs() >= context.settings().udpIdle().toNanos())
            {
                client.close();
            }
        }
    }

    @Override
    public void close()
    {
        Channels.close(channel);
        new ArrayList<>(clients.values()).forEach(UdpClient::close);
    }

    /** Hands an answer to the client; one that the socket does not take at once is lost, as on any full queue. */
    void answer(final ByteBuffer datagram, final InetSocketAddress client)
    {
        try
        {
            final int bytes = datagram.remaining();
            if (channel.send(datagram, client) < bytes)
            {
                context.counters().udpDropped.increment();
            }
        }
        catch (final IOException ex)
        {
            context.counters().udpDropped.increment();
        }
    }

    void onClosed(final InetSocketAddress client)
    {
        if (null != clients.remove(client))
        {
            context.counters().udpClients.decrement();
        }
    }

    /** @return the sender, or null when there is none; an error concerns one datagram, and the port stays open. */
    private InetSocketAddress receive()
    {
        try
        {
            return (InetSocketAddress) channel.receive(buffer.clear());
        }
        catch (final IOException ex)
        {
            context.counters().udpDropped.increment();
            return null;
        }
    }

    private UdpClient client(final InetSocketAddress from)
    {
        final UdpClient known = clients.get(from);
        return null == known ? newClient(from) : known;
    }

    private UdpClient newClient(final InetSocketAddress from)
    {
        if (!allowed.test(from.getAddress()))
        {
            context.counters().notAllowed.increment();
            return null;
        }
        if (clients.size() >= context.settings().maxUdpClients())
        {
            context.counters().udpOverLimit.increment();
            return null;
        }
        try
        {
            final UdpClient client = UdpClient.open(this, from, target, context, buffer);
            clients.put(from, client);
            context.counters().udpClients.increment();
            return client;
        }
        catch (final IOException ex)
        {
            context.counters().udpDropped.increment(); // out of descriptors, or no route
            return null;
        }
    }
}
