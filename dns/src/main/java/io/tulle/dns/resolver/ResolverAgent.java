package io.tulle.dns.resolver;

import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsStatistics;
import io.tulle.dns.ResolverLink;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * The resolver's thread: takes what workers could not answer, TCP among it, asks upstream servers, and sends frames
 * with the answers back by the worker that asked. Waits in its selector when there is nothing to do. Stepped by tests.
 */
public final class ResolverAgent implements Agent
{
    /** @param links one a worker, in the order of workers; made with {@link #wakeUp} of this object. */
    public ResolverAgent(final DnsContext dns, final NanoClock clock, final Random random)
    {
        throw new UnsupportedOperationException();
    }

    /** Called before the agent runs. */
    public void links(final List<ResolverLink> links)
    {
        throw new UnsupportedOperationException();
    }

    /** Ends the wait; cheap when it does not wait. Called by any thread. */
    public void wakeUp()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int doWork()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public String roleName()
    {
        return "resolver";
    }

    /** Called by any thread. The port's TCP connections end, its questions are forgotten. */
    public void onPortGone(final int port)
    {
        throw new UnsupportedOperationException();
    }

    /** Answers as if the container behind the port had asked. Called by any thread. */
    public CompletableFuture<Explanation> explain(final int port, final String name, final int type)
    {
        throw new UnsupportedOperationException();
    }

    /** Forgets every kept answer. Called by any thread. */
    public CompletableFuture<Integer> flush()
    {
        throw new UnsupportedOperationException();
    }

    /** Answers of this thread. */
    public DnsStatistics statistics()
    {
        throw new UnsupportedOperationException();
    }

    /** @return a copy of the times of answers by upstream servers since the start, in us. Called by any thread. */
    public Histogram upstreamLatency()
    {
        throw new UnsupportedOperationException();
    }

    /** An answer with where it is from, for a user. */
    public record Explanation(byte[] message, Resolved resolved, String zone, long remainingTtlS)
    {
    }
}
