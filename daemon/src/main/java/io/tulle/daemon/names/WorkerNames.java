package io.tulle.daemon.names;

import io.tulle.dataplane.WorkerContext;
import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsStage;
import io.tulle.dns.ResolverLink;
import io.tulle.dns.ResolverPort;

/** What one worker has of the resolver: the stage that answers, the way to the resolver's thread, and the way back. */
public final class WorkerNames implements AutoCloseable
{
    private final WorkerWakeup wakeup = new WorkerWakeup();
    private final ResolverLink link;
    private final DnsStage stage;
    private final ResolverPort port;

    WorkerNames(final DnsContext dns, final WorkerContext context, final int resolverPort, final Runnable wakeResolver)
    {
        link = new ResolverLink(context.pool(), dns.views().capacity(), wakeResolver, wakeup);
        stage = new DnsStage(context, dns, link);
        port = new ResolverPort(resolverPort, context, link);
    }

    public DnsStage stage()
    {
        return stage;
    }

    public ResolverPort port()
    {
        return port;
    }

    ResolverLink link()
    {
        return link;
    }

    /** After the worker has ended, and the resolver. */
    @Override
    public void close()
    {
        wakeup.close();
    }
}
