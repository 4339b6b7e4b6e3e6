package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dns.zone.NameViews;
import org.agrona.DirectBuffer;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The server side of TCP for short messages, in userspace: so DNS over TCP needs no socket of the host, works on
 * networks that the host has no interface on, and on networks with the same subnet. One connection is one switch port
 * and one pair of addresses and ports. Called by the resolver's thread.
 *
 * <p>It is small, as the other end is a kernel on the same machine and the messages are short. What is left out, since
 * TCP is whole without: window scaling, timestamps, selective acknowledgments, queues of segments out of order, round
 * trip times, delayed acknowledgments, urgent data (which is read as any other).
 */
public final class TcpResponder
{
    // a timer may be so late: else a sweep for each of thousands of timers
    private static final long GRAIN_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Of one client: two connections may each have as much as a connection may. */
    private static final int MAX_UNREAD_BYTES = 2 * SendStream.CAPACITY;
    /** Of one client: what it sent on all its connections and is not a whole question yet, or not read. */
    private static final int MAX_HELD_BYTES = 8 * ReceiveStream.CAPACITY;

    private final NameViews views;
    private final MessageHandler handler;
    private final Random random;
    private final TcpCounters counters = new TcpCounters();
    private final ConnectionTable connections = new ConnectionTable(counters);
    private final Segment segment = new Segment();
    private final SegmentWriter writer;
    private final Set<TcpConnection> unarmed = new LinkedHashSet<>();
    private long earliestNs = RetransmissionTimer.NEVER;

    /**
     * @param views  tell MTU and MAC address of the gateway of each port
     * @param random for initial sequence numbers (RFC 9293 3.4.1)
     */
    public TcpResponder(final NameViews views, final Segments out, final MessageHandler handler, final Random random)
    {
        this.views = views;
        this.handler = handler;
        this.random = random;
        writer = new SegmentWriter(views, out);
    }

    /**
     * Takes a frame that carries TCP to port 53 of the gateway, perhaps a 64 KiB one without a finished checksum.
     *
     * @param frame         offset of the Ethernet header in the buffer
     * @param networkOffset counts from there, as does the other one
     */
    public void onFrame(final int port, final DirectBuffer buffer, final int frame, final int length,
        final int networkOffset, final int transportOffset, final long nowNs)
    {
        if (null == views.get(port))
        {
            return; // it has just gone
        }
        if (!segment.wrap(buffer, frame, length, networkOffset, transportOffset))
        {
            counters.add(TcpEvent.MALFORMED);
            return;
        }
        final ConnectionKey key = segment.key(port);
        final TcpConnection connection = connections.get(key);
        if (null != connection && !connection.isReplacedBy(segment))
        {
            connection.onSegment(segment, nowNs);
            if (connection.heldBytes() > 0 && connections.heldBytes(port) > MAX_HELD_BYTES)
            {
                connection.cutOff();
            }
            settle(connection);
            return;
        }
        if (null != connection)
        {
            forget(connection);
        }
        onStranger(key, nowNs);
    }

    /**
     * Sends again what was not acknowledged, and ends idle connections. Called after answers were given, too, for
     * their timers.
     *
     * @return ns until it wants to run again; {@link Long#MAX_VALUE} for no need
     */
    public long onTime(final long nowNs)
    {
        for (final TcpConnection connection : unarmed)
        {
            connection.arm(nowNs);
            settle(connection);
        }
        unarmed.clear();
        if (nowNs >= earliestNs)
        {
            sweep(nowNs);
        }
        return RetransmissionTimer.NEVER == earliestNs ? Long.MAX_VALUE : earliestNs - nowNs;
    }

    /** The port is gone: its connections are, too. */
    public void onPortGone(final int port)
    {
        connections.removePort(port).forEach(TcpConnection::forget);
    }

    public int connections()
    {
        return connections.size();
    }

    /** Since the start. Called by any thread. */
    public long count(final TcpEvent event)
    {
        return counters.count(event);
    }

    private void onStranger(final ConnectionKey key, final long nowNs)
    {
        if (!segment.isStart())
        {
            refuse(key);
        }
        else if (segment.has(TcpHeader.FIN))
        {
            counters.add(TcpEvent.MALFORMED);
        }
        else if (!connections.makeRoom(key.port()))
        {
            counters.add(TcpEvent.NO_ROOM); // no RST: the client tries again in a second, when there may be room
        }
        else
        {
            open(key, nowNs);
        }
    }

    /** What a SYN carries beyond itself is sent again by the client. */
    private void open(final ConnectionKey key, final long nowNs)
    {
        final TcpConnection connection =
            new TcpConnection(key, segment, random.nextInt(), writer, this::onMessage, counters);
        connections.add(connection);
        counters.add(TcpEvent.OPENED);
        connection.open(nowNs);
        settle(connection);
    }

    /** RFC 9293 3.10.7.1. */
    private void refuse(final ConnectionKey key)
    {
        if (segment.has(TcpHeader.RST))
        {
            return;
        }
        writer.to(key, segment.sourceMac());
        if (segment.has(TcpHeader.ACK))
        {
            writer.send(TcpHeader.RST, segment.acknowledgmentNumber(), 0, 0);
        }
        else
        {
            writer.send(TcpHeader.RST | TcpHeader.ACK, 0, segment.sequenceNumber() + segment.octets(), 0);
        }
    }

    private void onMessage(final TcpConnection connection, final byte[] message)
    {
        handler.onMessage(connection.key().port(), message, new PendingAnswer(connection, this::onAnswer));
    }

    private void onAnswer(final TcpConnection connection, final byte[] message)
    {
        if (null != message && connections.unreadBytes(connection.key().port()) + message.length > MAX_UNREAD_BYTES)
        {
            connection.cutOff();
        }
        else
        {
            connection.answer(message);
        }
        unarmed.add(connection);
    }

    /** Notes when the connection's timer is due, or that there is none any more. */
    private void settle(final TcpConnection connection)
    {
        earliestNs = Math.min(earliestNs, connection.deadlineNs());
        if (connection.isClosed())
        {
            connections.remove(connection);
        }
    }

    private void forget(final TcpConnection connection)
    {
        connection.forget();
        connections.remove(connection);
    }

    private void sweep(final long nowNs)
    {
        earliestNs = RetransmissionTimer.NEVER;
        connections.forEach((connection) ->
        {
            connection.onTime(nowNs);
            settle(connection);
        });
        if (RetransmissionTimer.NEVER != earliestNs)
        {
            earliestNs = Math.max(earliestNs, nowNs + GRAIN_NS);
        }
    }
}
