package io.tulle.daemon.relay;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * Serves all published ports: waits for any of their channels, and does what they are ready for. An error of one
 * connection ends that connection only. Stepped by the relay's thread; commands come from others.
 */
final class RelayAgent implements Agent
{
    private static final long TICK_MS = 500;

    private final RelayContext context;
    private final Selector selector;
    private final ErrorHandler errorHandler;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Set<ServedPort> served = new LinkedHashSet<>();
    private long nextTickNs;

    RelayAgent(final RelayContext context, final ErrorHandler errorHandler)
    {
        this.context = context;
        selector = context.selector();
        this.errorHandler = errorHandler;
        nextTickNs = System.nanoTime();
    }

    @Override
    public String roleName()
    {
        return "tulle-relay";
    }

    /** Called by any thread: the command runs on the relay's. */
    void enqueue(final Runnable command)
    {
        commands.add(command);
        selector.wakeup();
    }

    @Override
    public int doWork() throws IOException
    {
        final int ready = selector.select(this::onReady, TICK_MS);
        runCommands();
        tick();
        return ready;
    }

    @Override
    public void onClose()
    {
        runCommands();
        served.forEach(ServedPort::close);
        served.clear();
        Channels.close(selector);
    }

    /** Called by the relay's thread. */
    void serve(final ServedPort port)
    {
        try
        {
            port.open(selector);
            served.add(port);
        }
        catch (final IOException ex)
        {
            errorHandler.onError(ex);
            port.close();
        }
    }

    /** Called by the relay's thread. */
    void stopServing(final Iterable<ServedPort> ports)
    {
        for (final ServedPort port : ports)
        {
            port.close();
            served.remove(port);
        }
        letGo();
    }

    /** A registered channel keeps its descriptor, and so its port, until the selector has looked again. */
    private void letGo()
    {
        try
        {
            selector.selectNow(this::onReady);
        }
        catch (final IOException ex)
        {
            errorHandler.onError(ex);
        }
    }

    private void runCommands()
    {
        for (Runnable command = commands.poll(); null != command; command = commands.poll())
        {
            command.run();
        }
    }

    private void onReady(final SelectionKey key)
    {
        final Selectable selectable = (Selectable) key.attachment();
        try
        {
            if (key.isValid())
            {
                selectable.onReady(key);
            }
        }
        catch (final IOException ex)
        {
            selectable.close(); // of one peer's making
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
            selectable.close();
        }
    }

    private void tick()
    {
        final long nowNs = System.nanoTime();
        if (nowNs - nextTickNs >= 0)
        {
            nextTickNs = nowNs + TimeUnit.MILLISECONDS.toNanos(TICK_MS);
            final long clockNs = context.clock().nanoTime();
            served.forEach((port) -> port.onTick(clockNs));
        }
    }
}
