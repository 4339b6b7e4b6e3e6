package io.tulle.daemon.relay;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/** Counts what the relay does and refuses. Changed by the relay's thread only, read by anybody. */
public final class RelayCounters implements AutoCloseable
{
    final AtomicCounter connections;
    final AtomicCounter openConnections;
    final AtomicCounter overLimit;
    final AtomicCounter notAllowed;
    final AtomicCounter unreachable;
    final AtomicCounter outOfDescriptors;
    final AtomicCounter udpClients;
    final AtomicCounter udpOverLimit;
    final AtomicCounter udpDropped;

    public RelayCounters(final CountersManager counters)
    {
        connections = counters.newCounter("relay: TCP connections accepted");
        openConnections = counters.newCounter("relay: TCP connections open");
        overLimit = counters.newCounter("relay: TCP connections refused, too many at once");
        notAllowed = counters.newCounter("relay: clients refused, their address is not allowed");
        unreachable = counters.newCounter("relay: TCP connections that the container refused or never took");
        outOfDescriptors = counters.newCounter("relay: accepting failed, out of descriptors");
        udpClients = counters.newCounter("relay: UDP clients open");
        udpOverLimit = counters.newCounter("relay: UDP datagrams dropped, too many clients at once");
        udpDropped = counters.newCounter("relay: UDP datagrams dropped, container or client did not take them");
    }

    @Override
    public void close()
    {
        connections.close();
        openConnections.close();
        overLimit.close();
        notAllowed.close();
        unreachable.close();
        outOfDescriptors.close();
        udpClients.close();
        udpOverLimit.close();
        udpDropped.close();
    }
}
