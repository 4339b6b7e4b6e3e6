package io.tulle.daemon;

import io.tulle.nat.fragment.ReassemblyStage;
import io.tulle.nat.gateway.IcmpErrors;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/** Copies what the stages of one worker count for themselves into the counters file. */
public final class StageReport
{
    private final AtomicCounter errorsSent;
    private final AtomicCounter errorsHeldBack;
    private final AtomicCounter evicted;
    private final AtomicCounter timedOut;
    private IcmpErrors errors;
    private ReassemblyStage reassembly;

    /** @param prefix what the counters' names begin with, such as {@code worker 0} */
    public StageReport(final CountersManager counters, final String prefix)
    {
        errorsSent = counters.newCounter(prefix + ": ICMP errors sent");
        errorsHeldBack = counters.newCounter(prefix + ": ICMP errors held back by the rate limit");
        evicted = counters.newCounter(prefix + ": reassembly, packets that made room for later ones");
        timedOut = counters.newCounter(prefix + ": reassembly, packets that lacked a fragment for 30 s");
    }

    /** Called before the worker runs. */
    void watch(final IcmpErrors icmpErrors, final ReassemblyStage reassemblyStage)
    {
        errors = icmpErrors;
        reassembly = reassemblyStage;
    }

    /**
     * Called by the conductor, once a second: it reads what the worker writes without a word to it, and so a count may
     * be a second old. A command would wake the worker, and keep it spinning for as long as a frame would.
     */
    void publish()
    {
        errorsSent.set(errors.sent());
        errorsHeldBack.set(errors.heldBack());
        evicted.set(reassembly.evicted());
        timedOut.set(reassembly.timedOut());
    }
}
