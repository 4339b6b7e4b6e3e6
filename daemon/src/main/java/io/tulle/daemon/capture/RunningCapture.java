package io.tulle.daemon.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.tulle.control.ControlException;
import io.tulle.dataplane.capture.CaptureReader;
import io.tulle.dataplane.capture.CaptureSession;
import io.tulle.dataplane.capture.CaptureSettings;
import io.tulle.dataplane.capture.CaptureWriter;
import io.tulle.dataplane.capture.FrameCommenter;
import io.tulle.dataplane.capture.FrameFilter;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams one capture from the workers to a client, and always takes it off the workers again. Run by the API's thread
 * that is held for it.
 */
final class RunningCapture
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RunningCapture.class);
    private static final EpochNanoClock CLOCK = new SystemEpochNanoClock();
    private static final long IDLE_NS = 1_000_000; // the rings take eight times as long to fill
    private static final int WORKER_TIMEOUT_S = 5;
    private static final String SILENT = "a worker did not answer within " + WORKER_TIMEOUT_S + " s";

    private final CaptureRequest request;
    private final List<CaptureWorker> workers;
    private final FrameFilter filter;
    private final PortView ports;
    private final FrameCommenter commenter;
    private final CaptureSession session;
    private final Thread thread = Thread.currentThread();
    private volatile boolean isStopped;
    private boolean isLetGo = true;
    private int attached;

    RunningCapture(final CaptureRequest request, final List<CaptureWorker> workers, final FrameFilter filter,
        final PortView ports, final FrameCommenter commenter)
    {
        this.request = request;
        this.workers = workers;
        this.filter = filter;
        this.ports = ports;
        this.commenter = commenter;
        session = new CaptureSession(new CaptureSettings(request.isDropsOnly(), filter, request.snaplenBytes()),
            ports.refresh(), workers.size());
    }

    /** Looks at the ports that are attached now. Called by the control thread. */
    void onPortsChanged()
    {
        session.select(ports.refresh());
    }

    /** Has {@link #stream} come to its end. Called by any thread. */
    void stop()
    {
        isStopped = true;
    }

    /** Ends a write that waits for the client. Called by any thread while the capture is known to run. */
    void interrupt()
    {
        thread.interrupt();
    }

    /** Returns when the count is reached, it was stopped, or the client has gone, of which an interrupt tells. */
    void stream(final OutputStream out) throws IOException
    {
        try
        {
            final CaptureWriter writer = request.format().writer(out, session, CLOCK.nanoTime());
            final CaptureReader reader =
                new CaptureReader(session, ports::name, commenter, CLOCK, writer, request.count());
            attach();
            writer.flush(); // tells the client that from now on it misses nothing
            read(reader);
            detach();
            reader.drainLast();
            reader.finish();
        }
        finally
        {
            detach();
            free();
        }
    }

    private void attach()
    {
        final CompletableFuture<?>[] added = new CompletableFuture<?>[workers.size()];
        for (; attached < added.length; attached++)
        {
            added[attached] = workers.get(attached).attach(session.queue(attached));
        }
        if (!isAnswered(added))
        {
            throw ControlException.failed("cannot capture: " + SILENT);
        }
    }

    private void detach()
    {
        final CompletableFuture<?>[] removed = new CompletableFuture<?>[attached];
        while (0 < attached)
        {
            attached--;
            removed[attached] = workers.get(attached).detach(session.queue(attached));
        }
        isLetGo &= isAnswered(removed);
    }

    private static boolean isAnswered(final CompletableFuture<?>[] commands)
    {
        try
        {
            CompletableFuture.allOf(commands).orTimeout(WORKER_TIMEOUT_S, TimeUnit.SECONDS).join();
            return true;
        }
        catch (final CompletionException ex)
        {
            LOGGER.error("capture: {}", SILENT, ex);
            return false;
        }
    }

    private void free()
    {
        if (isLetGo) // else a worker may still write there: rather lose the memory
        {
            session.close();
            filter.close();
        }
    }

    private void read(final CaptureReader reader) throws IOException
    {
        while (!reader.isDone() && !isStopped && !Thread.currentThread().isInterrupted())
        {
            if (0 == reader.drain())
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }
}
