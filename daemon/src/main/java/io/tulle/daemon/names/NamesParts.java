package io.tulle.daemon.names;

import io.tulle.config.DnsSpec;
import io.tulle.daemon.DaemonSettings;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dns.AnswerCache;
import io.tulle.dns.DnsContext;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.DnsStatistics;
import io.tulle.dns.QueryLog;
import io.tulle.dns.resolver.ResolverAgent;
import io.tulle.dns.zone.NameViews;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * What the resolver consists of: made by the composition root before the workers, which are given a part each, and
 * closed after them.
 */
public final class NamesParts implements AutoCloseable
{
    private final List<WorkerNames> workers = new ArrayList<>();
    private final DnsContext context;
    private final HostResolvConf host;
    private final Names model;
    private final ResolverAgent resolver;
    private final int resolverPort;
    private AgentRunner runner;

    private NamesParts(final DnsContext context, final HostResolvConf host, final Names model, final int resolverPort)
    {
        this.context = context;
        this.host = host;
        this.model = model;
        this.resolverPort = resolverPort;
        resolver = new ResolverAgent(context, SystemNanoClock.INSTANCE, new SecureRandom()); // RFC 5452 section 9.2
    }

    /**
     * No thread of it runs yet.
     *
     * @param resolverPort index of the switch port that the resolver's answers come in by
     */
    public static NamesParts open(final DaemonSettings settings, final DnsSpec dns, final int maxPorts,
        final int resolverPort)
    {
        final DnsSettings dnsSettings = DnsSettingsFactory.of(dns);
        final NameViews views = new NameViews(maxPorts);
        final HostResolvConf host = new HostResolvConf(settings.hostResolvConf());
        final Names model =
            new Names(views, host, new ContainerFiles(settings.netnsDir(), settings.instance()));
        return new NamesParts(
            new DnsContext(dnsSettings, views, new AnswerCache(dnsSettings.cacheEntries()), new QueryLog()), host,
            model, resolverPort);
    }

    /** Makes a worker's part. Called for each worker, in their order, before {@link #start}. */
    public WorkerNames worker(final WorkerContext worker)
    {
        final WorkerNames names = new WorkerNames(context, worker, resolverPort, resolver::wakeUp);
        workers.add(names);
        return names;
    }

    /** Starts the resolver's thread, which waits by itself when it has nothing to do. */
    public void start(final ThreadFactory threads, final ErrorHandler errors)
    {
        resolver.links(workers.stream().map(WorkerNames::link).toList());
        runner = new AgentRunner(NoOpIdleStrategy.INSTANCE, errors, null, resolver);
        AgentRunner.startOnThread(runner, threads);
    }

    public DnsContext context()
    {
        return context;
    }

    public HostResolvConf host()
    {
        return host;
    }

    /** Keeps all of it true to the model. */
    public Names model()
    {
        return model;
    }

    public int resolverPort()
    {
        return resolverPort;
    }

    /** Frames of the port are over; so are its questions. Called by the control thread. */
    public void onPortGone(final int port)
    {
        resolver.onPortGone(port);
    }

    ResolverAgent resolver()
    {
        return resolver;
    }

    /** @return one for each thread that answers. */
    List<DnsStatistics> statistics()
    {
        final List<DnsStatistics> all = new ArrayList<>(List.of(resolver.statistics()));
        workers.forEach((worker) -> all.add(worker.stage().statistics()));
        return all;
    }

    @Override
    public void close()
    {
        if (null == runner)
        {
            resolver.onClose();
        }
        else
        {
            runner.close();
        }
        workers.forEach(WorkerNames::close);
    }
}
