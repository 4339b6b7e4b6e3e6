package io.tulle.daemon;

import io.tulle.daemon.router.RouterParts;
import io.tulle.daemon.uplink.PendingFrames;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.mapping.Mappings;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * Shows in the counters file what the router has and did, also for a reader who comes when it is dead. Called by the
 * conductor.
 */
final class RouterCounters
{
    private final SessionTable sessions;
    private final Mappings mappings;
    private final PendingFrames pending;
    private final Uplinks uplinks;
    private final Workers workers;
    private final AtomicCounter inUse;
    private final AtomicCounter sharedInUse;
    private final AtomicCounter shared;
    private final AtomicCounter mappingsInUse;
    private final AtomicCounter pendingSent;
    private final AtomicCounter pendingLost;

    RouterCounters(final CountersManager counters, final RouterParts router, final PendingFrames pending,
        final Uplinks uplinks, final Workers workers)
    {
        sessions = router.sessions();
        mappings = router.context().mappings();
        this.pending = pending;
        this.uplinks = uplinks;
        this.workers = workers;
        inUse = counters.newCounter("sessions: in use");
        counters.newCounter("sessions: capacity").set(sessions.capacity());
        counters.newCounter("sessions: restored at start").set(sessions.restored());
        sharedInUse = counters.newCounter("sessions: beyond guarantees, in use");
        shared = counters.newCounter("sessions: beyond guarantees, capacity");
        mappingsInUse = counters.newCounter("mappings: in use");
        pendingSent = counters.newCounter("next hops: frames sent when the address was known");
        pendingLost = counters.newCounter("next hops: frames lost, too many or no answer");
    }

    void update()
    {
        inUse.set(sessions.size());
        sharedInUse.set(mappings.quotas().sharedUsed());
        shared.set(mappings.quotas().shared());
        mappingsInUse.set(mappings.size());
        pendingSent.set(pending.sentFrames());
        pendingLost.set(pending.lostFrames());
        uplinks.countLost();
        workers.report();
    }
}
