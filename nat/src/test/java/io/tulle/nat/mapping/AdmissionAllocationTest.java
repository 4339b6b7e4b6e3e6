package io.tulle.nat.mapping;

import static io.tulle.nat.mapping.AdmissionRig.low;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.gateway.Masquerade;
import org.junit.jupiter.api.Test;

/** New sessions come thousands a second, so they leave no garbage. */
class AdmissionAllocationTest
{
    private static final int SESSIONS = 20_000;
    private static final long INTERNAL = low("10.0.0.2");
    private static final long REMOTE = low("198.51.100.1");
    /** What may be allocated by something that is not ours, for all sessions together. */
    private static final long TOLERATED_BYTES = 4_096;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingForASession()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            final SessionOpener opener = new SessionOpener(rig.worker.context(), rig.nat());
            final int frame = rig.worker.context().pool().claim();
            rig.worker.context().pool().frames().parsed(frame, 0x0800, 0);
            open(rig, opener, frame, 0);
            rig.endAll();
            final long before = threads.getCurrentThreadAllocatedBytes();
            open(rig, opener, frame, 1);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            rig.worker.context().pool().release(frame);
            assertTrue(allocated < TOLERATED_BYTES, allocated + " bytes for " + SESSIONS + " sessions");
        }
    }

    @Test
    void shouldAllocateNothingForASessionThatTakesThePortOfAnother()
    {
        try (AdmissionRig rig = AdmissionRig.create())
        {
            rig.uplink(false, 50_000, 50_099, AdmissionRig.EXTERNAL);
            final SessionOpener opener = new SessionOpener(rig.worker.context(), rig.nat());
            final int frame = rig.worker.context().pool().claim();
            rig.worker.context().pool().frames().parsed(frame, 0x0800, 0);
            open(rig, opener, frame, 0, SessionState.TCP_CLOSING);
            final long before = threads.getCurrentThreadAllocatedBytes();
            open(rig, opener, frame, 1, SessionState.TCP_CLOSING);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            rig.worker.context().pool().release(frame);
            assertTrue(allocated < TOLERATED_BYTES, allocated + " bytes for " + SESSIONS + " sessions");
        }
    }

    private static void open(final AdmissionRig rig, final SessionOpener opener, final int frame, final int host)
    {
        open(rig, opener, frame, host, SessionState.TCP_SYN_SENT);
    }

    private static void open(final AdmissionRig rig, final SessionOpener opener, final int frame, final int host,
        final int state)
    {
        final NewSession wanted = new NewSession();
        for (int i = 0; i < SESSIONS; i++)
        {
            wanted.original().realm(AdmissionRig.WEB).protocol(IpProtocol.TCP)
                .source(0, INTERNAL + host, 1024 + i).destination(0, REMOTE, 80);
            wanted.begin(AdmissionRig.A, state)
                .target(rig.ports.get(AdmissionRig.UPLINK), 0, REMOTE, 80)
                .masqueraded(rig.ports.get(AdmissionRig.UPLINK), Masquerade.ALL);
            assertSame(DropReason.NONE, opener.open(frame, wanted));
        }
    }
}
