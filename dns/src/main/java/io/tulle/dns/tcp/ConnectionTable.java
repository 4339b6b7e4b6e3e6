package io.tulle.dns.tcp;

import org.agrona.collections.Int2ObjectHashMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds a segment's connection. A full port makes room by forgetting one of its own, and a full table takes from the
 * port that has most, so that a flood by one container leaves the others alone. Used by the resolver's thread.
 */
final class ConnectionTable
{
    static final int MAX_PER_PORT = 64;
    static final int MAX = 4096;

    private final Int2ObjectHashMap<Map<ConnectionKey, TcpConnection>> ports = new Int2ObjectHashMap<>();
    private final TcpCounters counters;
    private int size;

    ConnectionTable(final TcpCounters counters)
    {
        this.counters = counters;
    }

    int size()
    {
        return size;
    }

    /** @return null if there is none */
    TcpConnection get(final ConnectionKey key)
    {
        final Map<ConnectionKey, TcpConnection> port = ports.get(key.port());
        return null == port ? null : port.get(key);
    }

    /** @return whether one more connection of that port has room now */
    boolean makeRoom(final int port)
    {
        final Map<ConnectionKey, TcpConnection> own = ports.get(port);
        if (null != own && MAX_PER_PORT == own.size())
        {
            return evictFrom(own);
        }
        return size < MAX || evictFrom(fullest());
    }

    /** Called after {@link #makeRoom}. */
    void add(final TcpConnection connection)
    {
        // in the order of opening, so that the oldest is found first
        ports.computeIfAbsent(connection.key().port(), (port) -> new LinkedHashMap<>())
            .put(connection.key(), connection);
        size++;
    }

    /** Does nothing when it was removed before. */
    void remove(final TcpConnection connection)
    {
        final int port = connection.key().port();
        final Map<ConnectionKey, TcpConnection> connections = ports.get(port);
        if (null == connections || !connections.remove(connection.key(), connection))
        {
            return;
        }
        size--;
        if (connections.isEmpty())
        {
            ports.remove(port);
        }
    }

    /** Takes all of a port out. */
    List<TcpConnection> removePort(final int port)
    {
        final Map<ConnectionKey, TcpConnection> connections = ports.remove(port);
        if (null == connections)
        {
            return List.of();
        }
        size -= connections.size();
        return List.copyOf(connections.values());
    }

    /** Each may be removed meanwhile. */
    void forEach(final Consumer<TcpConnection> consumer)
    {
        final List<TcpConnection> all = new ArrayList<>(size);
        ports.values().forEach((port) -> all.addAll(port.values()));
        all.forEach(consumer);
    }

    /** @return octets that the port's client sent and nobody has read, on all its connections. */
    int heldBytes(final int port)
    {
        int bytes = 0;
        for (final TcpConnection connection : ports.getOrDefault(port, Map.of()).values())
        {
            bytes += connection.heldBytes();
        }
        return bytes;
    }

    /** @return octets of answers that the port's client has not acknowledged, on all its connections. */
    int unreadBytes(final int port)
    {
        int bytes = 0;
        for (final TcpConnection connection : ports.getOrDefault(port, Map.of()).values())
        {
            bytes += connection.unreadBytes();
        }
        return bytes;
    }

    private Map<ConnectionKey, TcpConnection> fullest()
    {
        Map<ConnectionKey, TcpConnection> fullest = Map.of();
        for (final Map<ConnectionKey, TcpConnection> port : ports.values())
        {
            fullest = port.size() > fullest.size() ? port : fullest;
        }
        return fullest;
    }

    /** What is not open goes first; a connection that waits for an answer stays. */
    private boolean evictFrom(final Map<ConnectionKey, TcpConnection> port)
    {
        TcpConnection victim = oldest(port, (c) -> TcpState.TIME_WAIT == c.state());
        victim = null == victim ? oldest(port, (c) -> TcpState.SYN_RECEIVED == c.state()) : victim;
        victim = null == victim ? oldest(port, TcpConnection::isIdle) : victim;
        if (null == victim)
        {
            return false;
        }
        counters.add(TcpEvent.EVICTED);
        victim.forget();
        remove(victim);
        return true;
    }

    private static TcpConnection oldest(final Map<ConnectionKey, TcpConnection> port,
        final Predicate<TcpConnection> predicate)
    {
        return port.values().stream().filter(predicate).findFirst().orElse(null);
    }
}
