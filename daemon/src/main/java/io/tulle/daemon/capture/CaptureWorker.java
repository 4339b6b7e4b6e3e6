package io.tulle.daemon.capture;

import java.util.concurrent.CompletableFuture;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.capture.CaptureFrameSink;
import io.tulle.dataplane.capture.CaptureQueue;

/**
 * Puts captures on one worker and takes them off. The worker has a sink only while there is a capture. Called by the
 * threads of the API; the worker itself changes its sink, by commands.
 */
public final class CaptureWorker
{
    private final WorkerProxy proxy;
    private final CaptureFrameSink sink;
    private int captures;

    /** @param frames and clock are the worker's own. */
    public CaptureWorker(final WorkerProxy proxy, final FrameDescriptor frames, final WorkerClock clock)
    {
        this.proxy = proxy;
        this.sink = new CaptureFrameSink(frames, clock);
    }

    /** @return completes when the queue gets frames. */
    synchronized CompletableFuture<Void> attach(final CaptureQueue queue)
    {
        final CompletableFuture<Void> added = proxy.execute(() -> sink.add(queue));
        captures++;
        return 1 == captures ? proxy.capture(sink) : added;
    }

    /** @return completes when the worker touches the queue no more. */
    synchronized CompletableFuture<Void> detach(final CaptureQueue queue)
    {
        captures--;
        if (0 == captures)
        {
            proxy.capture(null);
        }
        return proxy.execute(() -> sink.remove(queue)); // commands are taken in order
    }
}
