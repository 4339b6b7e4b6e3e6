package io.tulle.dns.resolver;

import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsStatistics;
import io.tulle.dns.ResolverLink;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.tcp.TcpResponder;
import io.tulle.dns.zone.NameView;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The resolver's thread: takes what workers could not answer, TCP among it, asks upstream servers, and sends frames
 * with the answers back by the worker that asked. Waits in its selector when there is nothing to do. Tests step it by
 * {@link #step}, which never waits.
 */
public final class ResolverAgent implements Agent
{
    private static final int FRAMES_A_LINK = 256;
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(250); // and then the cache expires a bit
    private static final long EXPLANATION_S = 10;

    private final DnsContext dns;
    private final NanoClock clock;
    private final Selector selector;
    private final Resolver resolver;
    private final TcpResponder tcp;
    private final UdpQuestions udpQuestions;
    private final Ledger ledger;
    private final Explainer explainer;
    private final ResolverLink[] linkOfPort;
    private final int[] leaseOfPort;
    private final Queue<Runnable> tasks = new ManyToOneConcurrentLinkedQueue<>();
    private final WaitFlag waitFlag = new WaitFlag();
    private ResolverLink[] links = {};
    private ResolverLink.Handler[] handlers = {};
    private long nowNs;
    private long waitNs;

    /** @param random ids and case of questions are from it: SecureRandom, outside of tests */
    public ResolverAgent(final DnsContext dns, final NanoClock clock, final Random random)
    {
        this.dns = dns;
        this.clock = clock;
        selector = open();
        resolver = new Resolver(dns.settings(), dns.cache(), selector, random);
        ledger = new Ledger(dns.log());
        explainer = new Explainer(dns, resolver);
        udpQuestions = new UdpQuestions(resolver, ledger, clock);
        tcp = new TcpResponder(dns.views(), this::sendSegment, new TcpQuestions(dns, resolver, ledger, clock), random);
        linkOfPort = new ResolverLink[dns.views().capacity()];
        leaseOfPort = new int[dns.views().capacity()];
    }

    private static Selector open()
    {
        try
        {
            return Selector.open();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the resolver's selector cannot be opened", ex);
        }
    }

    /** Called before the agent runs. @param workers one a worker; each was made with {@link #wakeUp} of this object */
    public void links(final List<ResolverLink> workers)
    {
        links = workers.toArray(new ResolverLink[0]);
        handlers = workers.stream().map(this::handler).toArray(ResolverLink.Handler[]::new);
    }

    private ResolverLink.Handler handler(final ResolverLink link)
    {
        return (type, port, lease, buffer, frame, length, networkOffset, transportOffset, receivedNs) ->
            onFrame(link, type, port, lease, buffer, frame, length, networkOffset, transportOffset, receivedNs);
    }

    /** Ends the wait; cheap when it does not wait. Called by any thread, after it left work. */
    public void wakeUp()
    {
        if (waitFlag.take())
        {
            selector.wakeup();
        }
    }

    @Override
    public int doWork()
    {
        final int work = step();
        if (0 == work)
        {
            waitFlag.raise();
            if (0 == step()) // what came before the flag was up woke nobody
            {
                await();
            }
            waitFlag.lower();
        }
        return work;
    }

    private void await()
    {
        final long timeMs = TimeUnit.NANOSECONDS.toMillis(waitNs + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        if (timeMs > 0)
        {
            select(timeMs);
        }
    }

    private void select(final long timeMs)
    {
        try
        {
            if (timeMs > 0)
            {
                selector.select(timeMs);
            }
            else
            {
                selector.selectNow();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the resolver cannot wait for its sockets", ex);
        }
    }

    /** Does what is there to do, and returns. @return how much that was */
    public int step()
    {
        nowNs = clock.nanoTime();
        int work = runTasks() + pollLinks();
        select(0);
        nowNs = clock.nanoTime(); // not before a question that was asked above, and has its answer already
        work += resolver.onReady(nowNs);
        waitNs = Math.min(LONGEST_WAIT_NS, Math.min(resolver.onTime(nowNs), tcp.onTime(nowNs)));
        return work;
    }

    private int runTasks()
    {
        int count = 0;
        for (Runnable task = tasks.poll(); null != task; task = tasks.poll())
        {
            task.run();
            count++;
        }
        return count;
    }

    private int pollLinks()
    {
        int count = 0;
        for (int i = 0; i < links.length; i++)
        {
            count += links[i].poll(handlers[i], FRAMES_A_LINK);
        }
        return count;
    }

    private void onFrame(final ResolverLink link, final int type, final int port, final int lease,
        final DirectBuffer buffer, final int frame, final int length, final int networkOffset,
        final int transportOffset, final long receivedNs)
    {
        final NameView view = dns.views().get(port);
        if (null == view || lease != dns.views().lease(port))
        {
            return; // the port went while its frame was on the way, and may be another container's
        }
        if (leaseOfPort[port] != lease)
        {
            forget(port); // the task of onPortGone was overtaken
            leaseOfPort[port] = lease;
        }
        linkOfPort[port] = link;
        switch (type)
        {
            case ResolverLink.QUESTION -> udpQuestions.onQuestion(link, lease, view, buffer, frame, length,
                networkOffset, transportOffset, receivedNs, nowNs);
            case ResolverLink.REFRESH -> udpQuestions.onRefresh(view, buffer, frame, length, transportOffset, nowNs);
            default -> tcp.onFrame(port, buffer, frame, length, networkOffset, transportOffset, nowNs);
        }
    }

    /** By the worker that the port's last frame came by. */
    private void sendSegment(final int port, final DirectBuffer buffer, final int frame, final int length)
    {
        final ResolverLink link = linkOfPort[port];
        if (null != link)
        {
            link.send(port, leaseOfPort[port], buffer, frame, length);
        }
    }

    @Override
    public String roleName()
    {
        return "resolver";
    }

    @Override
    public void onClose()
    {
        resolver.close();
        try
        {
            selector.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the resolver's selector cannot be closed", ex);
        }
    }

    private void run(final Runnable task)
    {
        tasks.add(task);
        wakeUp();
    }

    /** Called by any thread, before the port is another's. Its TCP connections end, its questions are forgotten. */
    public void onPortGone(final int port)
    {
        final int lease = dns.views().lease(port);
        run(() ->
        {
            if (lease == leaseOfPort[port])
            {
                forget(port);
            }
        });
    }

    private void forget(final int port)
    {
        tcp.onPortGone(port);
        resolver.onPortGone(port);
        linkOfPort[port] = null;
    }

    /** Answers as if the container behind the port had asked. Called by any thread. */
    public CompletableFuture<Explanation> explain(final int port, final String name, final int type)
    {
        final byte[] encoded;
        try
        {
            encoded = DomainName.encode(name);
        }
        catch (final IllegalArgumentException ex)
        {
            return CompletableFuture.failedFuture(ex);
        }
        final CompletableFuture<Explanation> future = new CompletableFuture<>();
        run(() -> explainer.explain(port, encoded, type, nowNs, future));
        return future.orTimeout(EXPLANATION_S, TimeUnit.SECONDS); // the port may go, and the daemon end
    }

    /** Forgets every kept answer. Called by any thread. */
    public CompletableFuture<Integer> flush()
    {
        final CompletableFuture<Integer> future = new CompletableFuture<>();
        run(() -> future.complete(resolver.flush()));
        return future;
    }

    /** Answers of this thread. */
    public DnsStatistics statistics()
    {
        return ledger.statistics();
    }

    /** @return a copy of the times of answers by upstream servers since the start, in us. Called by any thread. */
    public Histogram upstreamLatency()
    {
        return resolver.upstreamLatencyUs().copy();
    }

    /** @return whether the server is known to fail, answered by the resolver's thread. Called by any thread. */
    public CompletableFuture<Boolean> isFailing(final InetSocketAddress server)
    {
        final CompletableFuture<Boolean> future = new CompletableFuture<>();
        run(() -> future.complete(resolver.isFailing(server)));
        return future;
    }

    /** An answer with where it is from, for a user. */
    public record Explanation(byte[] message, Resolved resolved, String zone, long remainingTtlS)
    {
    }
}
