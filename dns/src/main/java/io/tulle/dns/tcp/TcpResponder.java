package io.tulle.dns.tcp;

import io.tulle.dns.zone.NameViews;
import org.agrona.DirectBuffer;

import java.util.Random;

/**
 * The server side of TCP for short messages, in userspace: so DNS over TCP needs no socket of the host, works on
 * networks that the host has no interface on, and on networks with the same subnet. One connection is one switch port
 * and one pair of addresses and ports. Called by the resolver's thread.
 */
public final class TcpResponder
{
    /**
     * @param views  tell MTU and MAC address of the gateway of each port
     * @param random for initial sequence numbers (RFC 9293 3.4.1)
     */
    public TcpResponder(final NameViews views, final Segments out, final MessageHandler handler, final Random random)
    {
        throw new UnsupportedOperationException();
    }

    /** Takes a frame that carries TCP to port 53 of the gateway, perhaps a 64 KiB one without a finished checksum. */
    public void onFrame(final int port, final DirectBuffer buffer, final int frame, final int length,
        final int networkOffset, final int transportOffset, final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Sends again what was not acknowledged, and ends idle connections. @return ns until it wants to run again */
    public long onTime(final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** The port is gone: its connections are, too. */
    public void onPortGone(final int port)
    {
        throw new UnsupportedOperationException();
    }

    public int connections()
    {
        throw new UnsupportedOperationException();
    }
}
