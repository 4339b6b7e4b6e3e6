package io.tulle.daemon.uplink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tulle.config.IpAddress;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.Neighbor;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetlinkMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the host's links, addresses, routes and neighbours, so that a frame leaves by what is true now. Runs on the
 * uplink thread, or is stepped by a test; everything that it owns is used by that thread only.
 */
public final class UplinkMonitor implements AutoCloseable
{
    static final Logger LOGGER = LoggerFactory.getLogger(UplinkMonitor.class);

    /** The tables are read once more in this time, whatever the kernel told or did not tell. */
    private static final long REFRESH_NS = 20_000_000_000L;
    /** While a gateway does not answer. */
    private static final long UNKNOWN_REFRESH_NS = 1_000_000_000L;
    /** A storm of changes costs 20 readings a second at most. */
    private static final long QUIET_PERIOD_NS = 50_000_000L;
    /** While a frame waits for a neighbour, whose answer is such a change. */
    private static final long PENDING_PERIOD_NS = 5_000_000L;
    private static final int NS_A_MS = 1_000_000;
    private static final int IDLE_WAIT_MS = 1_000;
    private static final int PENDING_WAIT_MS = 100;

    private final Netlink netlink = Netlink.open();
    private final NetlinkMonitor changes = new NetlinkMonitor();
    private final List<WatchedUplink> uplinks = new ArrayList<>();
    private final Map<String, UplinkState> states = new TreeMap<>();
    private final UplinkListener listener;
    private final PendingFrames pending;
    private List<IpAddress> hostAddresses = List.of();
    private long readNs;
    private boolean hasRead;
    private boolean hasChanged;
    private boolean areGatewaysKnown;
    private Thread thread;
    private volatile boolean isClosed;

    /**
     * For the namespace that the calling thread is in now.
     *
     * @param pending frames that wait for a neighbour, sent by this thread
     */
    public UplinkMonitor(final List<UplinkSettings> settings, final UplinkListener listener,
        final PendingFrames pending)
    {
        this.listener = listener;
        this.pending = pending;
        settings.forEach((uplink) -> uplinks.add(new WatchedUplink(uplink, new NextHopKeeper(netlink))));
        pending.onOffered(changes::wakeUp);
    }

    /** Reads everything once, so that the listener knows every uplink when this returns, and follows from then on. */
    public void start()
    {
        step(0);
        thread = new Thread(this::run, "tulle-uplink");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for a change, and acts on it.
     *
     * @param waitMs how long to wait at most; 0 only looks
     */
    void step(final int waitMs)
    {
        hasChanged |= changes.await(waitMs);
        final long nowNs = System.nanoTime();
        if (!hasRead || nowNs - readNs >= periodNs())
        {
            hasChanged = false;
            hasRead = true;
            readNs = nowNs;
            read(nowNs);
        }
        pending.doWork(netlink, states, nowNs);
    }

    private void run()
    {
        while (!isClosed)
        {
            try
            {
                step(waitMs());
            }
            catch (final RuntimeException ex)
            {
                LOGGER.error("cannot follow the host's interfaces; trying again", ex);
                hasChanged = true;
                pause();
            }
        }
    }

    private int waitMs()
    {
        return hasChanged ? (int) (periodNs() / NS_A_MS) : pending.isEmpty() ? IDLE_WAIT_MS : PENDING_WAIT_MS;
    }

    private long periodNs()
    {
        if (hasChanged)
        {
            return pending.isEmpty() ? QUIET_PERIOD_NS : PENDING_PERIOD_NS;
        }
        return areGatewaysKnown ? REFRESH_NS : UNKNOWN_REFRESH_NS;
    }

    private void read(final long nowNs)
    {
        final KernelView view = KernelView.read(netlink);
        final List<IpAddress> addresses = view.hostAddresses();
        if (!addresses.equals(hostAddresses))
        {
            listener.onHostAddresses(addresses);
            hostAddresses = addresses; // afterwards: a listener that fails hears it again
        }
        areGatewaysKnown = true;
        for (final WatchedUplink uplink : uplinks)
        {
            read(uplink, view, nowNs);
        }
    }

    private void read(final WatchedUplink uplink, final KernelView view, final long nowNs)
    {
        final UplinkSettings settings = uplink.settings(view);
        final Link link = view.link(settings.interfaceName());
        final List<Neighbor> neighbors = null == link ? List.of() : netlink.neighbors(link.index());
        final UplinkState state = UplinkStates.of(settings, view, neighbors);
        states.put(settings.name(), state);
        areGatewaysKnown &= uplink.keep(state, neighbors, nowNs);
        uplink.tell(state, listener);
    }

    private void pause()
    {
        try
        {
            Thread.sleep(IDLE_WAIT_MS);
        }
        catch (final InterruptedException ex)
        {
            isClosed = true;
        }
    }

    /** The frames that wait are the next monitor's, or are closed by whoever made them. */
    @Override
    public void close()
    {
        isClosed = true;
        changes.wakeUp();
        if (null != thread)
        {
            join();
        }
        pending.onOffered(PendingFrames.NOBODY);
        changes.close();
        netlink.close();
    }

    private void join()
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
