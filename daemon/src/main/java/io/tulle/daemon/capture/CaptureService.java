package io.tulle.daemon.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.tulle.control.CaptureSource;
import io.tulle.control.ControlException;
import io.tulle.dataplane.capture.FrameCommenter;
import io.tulle.dataplane.capture.FrameFilter;
import io.tulle.tapio.pcap.BpfFilter;

/**
 * Answers {@code tulle capture}: shows a client the frames of the ports that it asks for. Several captures may run at
 * once, each on its own thread of the API; the control thread tells of ports that come and go.
 */
public final class CaptureService implements CaptureSource, AutoCloseable
{
    private static final long GRACE_MS = 1_000;
    private static final long INTERRUPTED_MS = 10_000; // longer than a capture waits for a worker

    private final List<CaptureWorker> workers;
    private final PortNames ports;
    private final int maxPorts;
    private final Supplier<FrameCommenter> commenters;
    private final Set<RunningCapture> running = new HashSet<>();
    private boolean isClosed;

    /**
     * @param maxPorts   one more than the highest index that a port may have
     * @param commenters makes what says which session a frame belongs to, for the thread of one capture
     */
    public CaptureService(final List<CaptureWorker> workers, final PortNames ports, final int maxPorts,
        final Supplier<FrameCommenter> commenters)
    {
        this.workers = List.copyOf(workers);
        this.ports = ports;
        this.maxPorts = maxPorts;
        this.commenters = commenters;
    }

    @Override
    public void stream(final Map<String, String> query, final OutputStream out) throws IOException
    {
        final RunningCapture capture = open(CaptureRequest.parse(query));
        try
        {
            capture.stream(out);
        }
        finally
        {
            remove(capture);
        }
    }

    /**
     * Has running captures look at the ports that are attached now. Called by the control thread when a port's name is
     * known but no worker has the port yet, so that its first frame is seen; and when a port was removed.
     */
    public synchronized void onPortsChanged()
    {
        running.forEach(RunningCapture::onPortsChanged);
    }

    /** Ends every capture and returns when all are off the workers. Called before the workers are stopped. */
    @Override
    public synchronized void close()
    {
        isClosed = true;
        running.forEach(RunningCapture::stop);
        try
        {
            awaitNone(GRACE_MS);
            running.forEach(RunningCapture::interrupt); // a client that does not read holds its thread in a write
            awaitNone(INTERRUPTED_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // the captures still end on their own
        }
    }

    private void awaitNone(final long timeoutMs) throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long leftMs = timeoutMs;
        while (!running.isEmpty() && leftMs > 0)
        {
            wait(leftMs);
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        }
    }

    private synchronized RunningCapture open(final CaptureRequest request)
    {
        if (isClosed)
        {
            throw ControlException.failed("cannot capture: Tulle is stopping");
        }
        final PortView view = new PortView(request, ports, maxPorts);
        view.refresh();
        if (view.isEmpty())
        {
            throw ControlException.notFound(noPort(request));
        }
        final RunningCapture capture =
            new RunningCapture(request, workers, filter(request), view, commenters.get());
        running.add(capture);
        return capture;
    }

    private synchronized void remove(final RunningCapture capture)
    {
        running.remove(capture);
        if (isClosed)
        {
            Thread.interrupted(); // it was ours; the thread goes back to the API
        }
        notifyAll();
    }

    private static FrameFilter filter(final CaptureRequest request)
    {
        try
        {
            return request.hasFilter() ? new BpfFilter(request.filter()) : FrameFilter.EVERY_FRAME;
        }
        catch (final IllegalArgumentException ex)
        {
            throw ControlException.invalid(ex.getMessage());
        }
        catch (final IllegalStateException ex)
        {
            throw ControlException.failed(ex.getMessage());
        }
    }

    private static String noPort(final CaptureRequest request)
    {
        final String container = request.container().isEmpty() ? "no container" : "no container " + request.container();
        final String network = request.network().isEmpty() ? "a network" : "network " + request.network();
        return container + " is attached to " + network + "; tulle ps lists what is";
    }
}
