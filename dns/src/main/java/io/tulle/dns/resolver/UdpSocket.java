package io.tulle.dns.resolver;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dns.message.DnsQuery;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One UDP socket for questions to one server, usually for one question only. It is connected: the kernel drops what
 * comes from elsewhere, and tells when nobody listens there. Its port is the kernel's choice, which is a random one
 * (udp_lib_get_port); a port of our own choice could be one that a service or a published port is about to take.
 * Closed when no question is left. Used by the resolver's thread.
 */
final class UdpSocket implements Ready
{
    private static final int IDS = 1 << 16;
    private static final int MAX_QUESTIONS = IDS / 8; // a random id is free at nearly every first try
    private static final int MAX_DATAGRAMS = 16; // in a row: others want their turn, too

    private final UdpSockets sockets;
    private final Upstream upstream;
    private final DatagramChannel channel;
    private final Int2ObjectHashMap<Attempt> attempts = new Int2ObjectHashMap<>();

    UdpSocket(final UdpSockets sockets, final Upstream upstream, final Selector selector) throws IOException
    {
        this.sockets = sockets;
        this.upstream = upstream;
        channel = DatagramChannel.open(upstream.address().getAddress() instanceof Inet4Address ?
            StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try
        {
            channel.configureBlocking(false);
            channel.connect(upstream.address());
            channel.register(selector, SelectionKey.OP_READ, this);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            channel.close();
            throw new IOException("no way leads to " + upstream, ex);
        }
    }

    Upstream upstream()
    {
        return upstream;
    }

    boolean isFull()
    {
        return attempts.size() >= MAX_QUESTIONS;
    }

    /** @return an id that no other question of this socket has (RFC 5452 9.2) */
    int add(final Attempt attempt, final Random random)
    {
        int id = random.nextInt(IDS);
        while (attempts.containsKey(id))
        {
            id = random.nextInt(IDS);
        }
        attempts.put(id, attempt);
        return id;
    }

    void remove(final int id)
    {
        attempts.remove(id);
        if (attempts.isEmpty())
        {
            close();
        }
    }

    /** Sends a question; one that does not fit into the socket's memory is lost, as on any network. */
    void send(final byte[] message, final long nowNs)
    {
        try
        {
            channel.write(ByteBuffer.wrap(message));
        }
        catch (final IOException ex)
        {
            fail(ex, nowNs);
        }
    }

    @Override
    public void onReady(final long nowNs)
    {
        try
        {
            boolean isMore = true;
            for (int i = 0; i < MAX_DATAGRAMS && isMore; i++)
            {
                isMore = receive(nowNs) && channel.isOpen();
            }
        }
        catch (final IOException ex)
        {
            fail(ex, nowNs);
        }
    }

    private boolean receive(final long nowNs) throws IOException
    {
        final ByteBuffer bytes = sockets.received();
        bytes.clear();
        final int length = channel.read(bytes);
        if (length <= 0)
        {
            return false;
        }
        final UnsafeBuffer message = sockets.message();
        final Attempt attempt = length < DnsQuery.HEADER_LENGTH ? null :
            attempts.get(message.getShort(0, BIG_ENDIAN) & 0xFFFF);
        if (null == attempt)
        {
            sockets.onIgnored();
        }
        else
        {
            attempt.onDatagram(message, length, nowNs);
        }
        return true;
    }

    /** Each question goes on to its next server. */
    private void fail(final IOException ex, final long nowNs)
    {
        final Failure failure = ex instanceof PortUnreachableException ? Failure.NOBODY_LISTENS :
            Failure.UNREACHABLE;
        final List<Attempt> failed = new ArrayList<>(attempts.values());
        failed.forEach((attempt) -> attempt.onUdpFailure(failure, nowNs));
    }

    void close()
    {
        if (channel.isOpen())
        {
            sockets.onClosed(this);
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
