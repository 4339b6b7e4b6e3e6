package io.tulle.dataplane;

import java.util.concurrent.CompletableFuture;

/**
 * Speaks to a worker from another thread: each call becomes one command that the worker takes in a duty cycle, in
 * order. The futures complete when the worker has done it.
 */
public final class WorkerProxy
{
    private final PollWorker worker;

    public WorkerProxy(final PollWorker worker)
    {
        this.worker = worker;
    }

    public CompletableFuture<Void> addPort(final Port port)
    {
        return execute(() -> worker.onAddPort(port));
    }

    /** When it completes, the worker touches the port no more, and it can be closed. */
    public CompletableFuture<Void> removePort(final int index)
    {
        return execute(() -> worker.onRemovePort(index));
    }

    /** @param sink who sees the worker's frames from now on, or null for nobody. */
    public CompletableFuture<Void> capture(final FrameSink sink)
    {
        return execute(() -> worker.onCapture(sink));
    }

    /** Ends the worker's agent. */
    public void stop()
    {
        offer(worker::onStop);
    }

    /** Runs a stage's own command, between two bursts. */
    public CompletableFuture<Void> execute(final Runnable command)
    {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        offer(() -> complete(done, command));
        return done;
    }

    private static void complete(final CompletableFuture<Void> done, final Runnable command)
    {
        try
        {
            command.run();
            done.complete(null);
        }
        catch (final RuntimeException ex)
        {
            done.completeExceptionally(ex);
        }
    }

    private void offer(final Runnable command)
    {
        while (!worker.offer(command))
        {
            Thread.onSpinWait(); // a full queue empties by one command a duty cycle
        }
    }
}
