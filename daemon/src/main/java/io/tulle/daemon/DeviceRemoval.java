package io.tulle.daemon;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.tulle.tapio.TapDevice;

/**
 * Removes devices while whoever asked for it goes on: the kernel takes 13 to 30 ms for each, and Docker waits for an
 * answer. They go in order, on a thread that is there only while there is work. Called by the control thread.
 */
final class DeviceRemoval implements AutoCloseable
{
    private static final int CAPACITY = 1024;
    private static final long IDLE_S = 1;
    private static final long PATIENCE_S = 60; // for a full queue

    private final Map<String, CompletableFuture<Void>> pending = new ConcurrentHashMap<>(); // by the name on the host
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(CAPACITY), (task) -> Workers.daemonThread("tulle-removal", task),
        new ThreadPoolExecutor.CallerRunsPolicy());

    DeviceRemoval()
    {
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Nobody uses the device any more. It goes in any case: with this process, should that end first.
     *
     * @param hostName what it is called on the host, where Docker may put it back meanwhile
     */
    void remove(final TapDevice device, final String hostName)
    {
        device.goWithLastQueue();
        final CompletableFuture<Void> removed = new CompletableFuture<>();
        pending.put(hostName, removed);
        thread.execute(() ->
        {
            device.close();
            pending.remove(hostName, removed);
            removed.complete(null);
        });
    }

    /** Returns when no device of that name waits for its removal. */
    void await(final String hostName)
    {
        final CompletableFuture<Void> removed = pending.get(hostName);
        if (null != removed)
        {
            removed.join();
        }
    }

    /** Returns when all are gone. */
    @Override
    public void close()
    {
        thread.shutdown();
        try
        {
            thread.awaitTermination(PATIENCE_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // what is left goes with this process
        }
    }
}
