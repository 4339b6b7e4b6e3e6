package io.tulle.daemon.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.tulle.config.Protocol;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Reserves published ports on the host with real sockets, and serves the host's own clients through them to the
 * container. Clients that come by an uplink do not get here: their frames are translated on their way. One thread,
 * whatever the number of ports and connections. Called by the control thread.
 * <p>
 * SCTP ports are only noted, and refused to a second container: not every JDK has SCTP.
 * <p>
 * A port of the address {@code ::} is bound for both families, as Java's sockets are.
 */
public final class PortRelay implements AutoCloseable
{
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final long RELEASE_TIMEOUT_S = 10;
    private static final long ERROR_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Reservation> reservations = new ArrayList<>();
    private final RelayContext context;
    private final RelayAgent agent;
    private final Thread thread;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private volatile boolean isRunning = true;

    /** Starts the relay's thread. */
    public PortRelay(final RelaySettings settings, final RelayCounters counters, final NanoClock clock,
        final ErrorHandler errorHandler) throws IOException
    {
        context = new RelayContext(Selector.open(), settings, counters, new BufferPool(), clock);
        agent = new RelayAgent(context, errorHandler);
        thread = new Thread(() -> run(errorHandler), agent.roleName());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens the sockets of all ports or of none.
     *
     * @param hostIp             the host's address, or null for any of both families
     * @param firstPort          of the host, or 0 (and so the last) for one that is free
     * @param lastPort           of the host; as many container ports follow the first one
     * @param containerAddress   where clients are served to, of either family
     * @param firstContainerPort the container's port for the first port
     * @param clients            who is served; asked by the relay's thread
     * @throws PortTakenException when one of the ports has an owner
     * @throws IOException        when the host has no such address, or the port is a privileged one
     */
    public synchronized Reservation reserve(final Protocol protocol, final InetAddress hostIp, final int firstPort,
        final int lastPort, final InetAddress containerAddress, final int firstContainerPort,
        final Predicate<InetAddress> clients) throws IOException
    {
        refuse(protocol, hostIp, firstPort, lastPort);
        final List<InetSocketAddress> targets = targets(containerAddress, firstContainerPort, lastPort - firstPort + 1);
        final List<SelectableChannel> channels = Protocol.SCTP == protocol ?
            noted(hostIp, firstPort) : open(protocol, hostIp, firstPort, lastPort);
        final List<ServedPort> served = new ArrayList<>(channels.size());
        for (int i = 0; i < channels.size(); i++)
        {
            served.add(served(channels.get(i), targets.get(i), clients));
        }
        final boolean isChosen = 0 == firstPort && !channels.isEmpty();
        final int first = isChosen ? HostSockets.port(channels.get(0)) : firstPort;
        final Reservation reservation = new Reservation(this, protocol, hostIp, first, isChosen ? first : lastPort,
            served);
        reservations.add(reservation);
        agent.enqueue(() -> served.forEach(agent::serve));
        return reservation;
    }

    /** As {@link #reserve}, but one port: the first of the range that is free. */
    public synchronized Reservation reserveFirstFree(final Protocol protocol, final InetAddress hostIp,
        final int firstPort, final int lastPort, final InetAddress containerAddress, final int containerPort,
        final Predicate<InetAddress> clients) throws IOException
    {
        for (int port = firstPort; port < lastPort; port++)
        {
            try
            {
                return reserve(protocol, hostIp, port, port, containerAddress, containerPort, clients);
            }
            catch (final PortTakenException ex)
            {
                continue;
            }
        }
        return reserve(protocol, hostIp, lastPort, lastPort, containerAddress, containerPort, clients);
    }

    /** Keeps ports of an address that is not the host's, so that nobody else here gets them, without a socket. */
    public synchronized Reservation note(final Protocol protocol, final InetAddress address, final int firstPort,
        final int lastPort) throws IOException
    {
        refuse(protocol, address, firstPort, lastPort);
        final Reservation reservation = new Reservation(this, protocol, address, firstPort, lastPort, List.of());
        reservations.add(reservation);
        return reservation;
    }

    /** As {@link #note}, but one port: the first of the range that is free. */
    public synchronized Reservation noteFirstFree(final Protocol protocol, final InetAddress address,
        final int firstPort, final int lastPort) throws IOException
    {
        for (int port = firstPort; port < lastPort; port++)
        {
            try
            {
                return note(protocol, address, port, port);
            }
            catch (final PortTakenException ex)
            {
                continue;
            }
        }
        return note(protocol, address, lastPort, lastPort);
    }

    /** Ends every listener and connection, and the thread. */
    @Override
    public synchronized void close()
    {
        isRunning = false;
        agent.enqueue(() -> { });
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void release(final Reservation reservation)
    {
        if (reservations.remove(reservation) && isRunning && !reservation.served().isEmpty())
        {
            final CountDownLatch released = new CountDownLatch(1);
            agent.enqueue(() -> release(reservation.served(), released));
            await(released);
        }
    }

    private void release(final List<ServedPort> served, final CountDownLatch released)
    {
        try
        {
            agent.stopServing(served);
        }
        finally
        {
            released.countDown();
        }
    }

    private static void await(final CountDownLatch released)
    {
        try
        {
            if (!released.await(RELEASE_TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new IllegalStateException("the relay's thread does not answer");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Two sockets may share a port when one is bound to another address, and SCTP has no sockets here. */
    private void refuse(final Protocol protocol, final InetAddress hostIp, final int firstPort,
        final int lastPort) throws IOException
    {
        if (!isRunning)
        {
            throw new IOException("the relay has stopped");
        }
        for (final Reservation reservation : reservations)
        {
            if (0 != firstPort && reservation.overlaps(protocol, hostIp, firstPort, lastPort))
            {
                throw PortTakenException.byAContainer(
                    HostPort.format(hostIp, Math.max(firstPort, reservation.firstPort())));
            }
        }
    }

    private static List<InetSocketAddress> targets(final InetAddress address, final int firstPort, final int ports)
    {
        final List<InetSocketAddress> targets = new ArrayList<>(ports);
        for (int i = 0; i < ports; i++)
        {
            targets.add(new InetSocketAddress(address, firstPort + i));
        }
        return targets;
    }

    private static List<SelectableChannel> noted(final InetAddress hostIp, final int port) throws IOException
    {
        if (0 == port)
        {
            throw new IOException("Bind for " + HostPort.format(hostIp, 0) +
                " failed: a free SCTP port cannot be found without SCTP sockets; name one");
        }
        return List.of();
    }

    private static List<SelectableChannel> open(final Protocol protocol, final InetAddress hostIp, final int firstPort,
        final int lastPort) throws IOException
    {
        final List<SelectableChannel> channels = new ArrayList<>(lastPort - firstPort + 1);
        try
        {
            for (int port = firstPort; port <= lastPort; port++)
            {
                channels.add(Protocol.TCP == protocol ? HostSockets.tcp(hostIp, port) : HostSockets.udp(hostIp, port));
            }
            return channels;
        }
        catch (final IOException ex)
        {
            channels.forEach(Channels::close);
            throw ex;
        }
    }

    private ServedPort served(final SelectableChannel channel, final InetSocketAddress target,
        final Predicate<InetAddress> clients)
    {
        return channel instanceof ServerSocketChannel ?
            new TcpListener((ServerSocketChannel) channel, target, clients, context) :
            new UdpListener((DatagramChannel) channel, target, clients, context, datagram);
    }

    private void run(final ErrorHandler errorHandler)
    {
        while (isRunning)
        {
            try
            {
                agent.doWork();
            }
            catch (final IOException | RuntimeException ex)
            {
                errorHandler.onError(ex);
                LockSupport.parkNanos(ERROR_PAUSE_NS); // an error that stays must not take a processor
            }
        }
        agent.onClose();
    }
}
