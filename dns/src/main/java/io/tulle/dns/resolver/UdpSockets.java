package io.tulle.dns.resolver;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Opens a UDP socket for each question, so that who wants to forge an answer must guess its port as well as its id
 * (RFC 5452). With very many open, further questions share those that lead to their server. Used by the resolver's
 * thread.
 */
final class UdpSockets
{
    static final int MAX_SOCKETS = 1_000;

    private static final int MIN_PER_SERVER = 8; // even when others took all: there is something to share
    private static final int MAX_MESSAGE_LENGTH = 65_535;

    private final Selector selector;
    private final Random random;
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_MESSAGE_LENGTH);
    private final UnsafeBuffer message = new UnsafeBuffer(received);
    private final Set<UdpSocket> open = new HashSet<>();
    private long ignored;

    UdpSockets(final Selector selector, final Random random)
    {
        this.selector = selector;
        this.random = random;
    }

    /** @return a socket that leads to the server, or null when none can be had */
    UdpSocket get(final Upstream upstream)
    {
        final List<UdpSocket> shared = upstream.sockets();
        if (open.size() >= MAX_SOCKETS && shared.size() >= MIN_PER_SERVER)
        {
            return shared(shared);
        }
        try
        {
            final UdpSocket socket = new UdpSocket(this, upstream, selector);
            open.add(socket);
            shared.add(socket);
            return socket;
        }
        catch (final IOException ex)
        {
            return shared(shared); // no descriptor is left, or no way leads there
        }
    }

    private UdpSocket shared(final List<UdpSocket> shared)
    {
        final UdpSocket socket = shared.isEmpty() ? null : shared.get(random.nextInt(shared.size()));
        return null == socket || socket.isFull() ? null : socket;
    }

    ByteBuffer received()
    {
        return received;
    }

    UnsafeBuffer message()
    {
        return message;
    }

    /** A datagram came that answers no question that was asked there. */
    void onIgnored()
    {
        ignored++;
    }

    long ignored()
    {
        return ignored;
    }

    int size()
    {
        return open.size();
    }

    void onClosed(final UdpSocket socket)
    {
        open.remove(socket);
        socket.upstream().sockets().remove(socket);
    }
}
