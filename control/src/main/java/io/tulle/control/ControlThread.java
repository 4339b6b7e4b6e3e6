package io.tulle.control;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The one thread that reads and writes the model: calls are queued and waited for, notes are queued and left. */
final class ControlThread implements AutoCloseable
{
    private static final long CLOSE_TIMEOUT_S = 10;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(ControlThread::named);

    /** Runs it and waits; what it throws, this throws. */
    <T> T call(final Callable<T> task)
    {
        try
        {
            return executor.submit(task).get();
        }
        catch (final ExecutionException e)
        {
            if (e.getCause() instanceof final RuntimeException cause)
            {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw ControlException.failed("interrupted while waiting for an answer; it may still be done");
        }
    }

    /** As {@link #call}, for what has no result. */
    void run(final Runnable task)
    {
        call(() ->
        {
            task.run();
            return null;
        });
    }

    /** Runs it some time later; the caller does not wait. */
    void post(final Runnable note)
    {
        if (!executor.isShutdown())
        {
            executor.execute(note);
        }
    }

    @Override
    public void close()
    {
        executor.shutdown();
        try
        {
            executor.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread named(final Runnable task)
    {
        final Thread thread = new Thread(task, "tulle-control");
        thread.setDaemon(true);
        return thread;
    }
}
