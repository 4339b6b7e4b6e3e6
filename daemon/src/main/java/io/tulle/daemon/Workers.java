package io.tulle.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.tulle.daemon.capture.CaptureWorker;
import io.tulle.daemon.names.NamesParts;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.nat.NatContext;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.vswitch.BridgePorts;

/** All the polling threads, as one. Called by the control thread. */
final class Workers implements AutoCloseable
{
    private static final String RESOLVER = "resolver";

    private final List<Worker> workers = new ArrayList<>();

    /**
     * Makes and starts them.
     *
     * @param names      makes what answers questions for names, one a worker
     * @param unresolved makes what takes packets whose next hop must be asked for its address first, one a worker
     * @param portGone   told the index of a port whose device is gone, on a worker's thread
     */
    Workers(final io.tulle.config.Workers config, final int maxPorts, final CncFile cnc, final BridgePorts ports,
        final NatContext nat, final NamesParts names, final Function<FramePool, UnresolvedFrames> unresolved,
        final IntConsumer portGone)
    {
        for (int i = 0; i < config.count(); i++)
        {
            final Integer cpu = config.cpus().isEmpty() ? null : config.cpus().get(i);
            workers.add(new Worker(i, config.idle(), cpu, maxPorts, cnc, ports, nat, names, unresolved, portGone));
        }
        for (int i = 0; i < workers.size(); i++)
        {
            final String name = "tulle-worker-" + i;
            workers.get(i).start((task) -> daemonThread(name, task));
        }
        addPort(names.resolverPort(), RESOLVER, (worker) -> workers.get(worker).resolverPort());
    }

    int count()
    {
        return workers.size();
    }

    FramePool pool(final int worker)
    {
        return workers.get(worker).pool();
    }

    /** @return what puts captures on each worker. */
    List<CaptureWorker> captureWorkers()
    {
        return workers.stream()
            .map((worker) -> new CaptureWorker(worker.proxy(), worker.pool().frames(), worker.clock()))
            .toList();
    }

    /** Returns when every worker has the port. */
    void addPort(final int index, final String name, final IntFunction<Port> portOfWorker)
    {
        for (int i = 0; i < workers.size(); i++)
        {
            workers.get(i).counters().open(index, name);
            workers.get(i).proxy().addPort(portOfWorker.apply(i)).join();
        }
    }

    /** Returns when no worker touches the port any more. */
    void removePort(final int index)
    {
        onAll((worker) -> worker.proxy().removePort(index));
        workers.forEach((worker) -> worker.counters().close(index));
    }

    /** Shows a port's counters under another name; no worker has to hear of it. */
    void renamePort(final int index, final String name)
    {
        workers.forEach((worker) -> worker.counters().rename(index, name));
    }

    /** Has every worker show what its stages counted. Called by the conductor. */
    void report()
    {
        workers.forEach(Worker::report);
    }

    /** Returns when every worker has ended the pipeline run that it was in. */
    void barrier()
    {
        onAll((worker) -> worker.proxy().execute(() -> { }));
    }

    @Override
    public void close()
    {
        workers.forEach(Worker::close);
    }

    private void onAll(final Function<Worker, CompletableFuture<Void>> command)
    {
        workers.stream().map(command).toList().forEach(CompletableFuture::join);
    }

    static Thread daemonThread(final String name, final Runnable task)
    {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
