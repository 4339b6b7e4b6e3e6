package io.tulle.bench;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.Port;
import io.tulle.dataplane.ReadySet;

/** Takes the next few ports for ready in every duty cycle, in turn: as many as are busy at once. Used by the worker. */
final class RotatingReadySet implements ReadySet
{
    private final int readyPorts;
    private final List<Port> ports = new ArrayList<>();
    private int[] indexes = {};
    private int next;

    RotatingReadySet(final int readyPorts)
    {
        this.readyPorts = readyPorts;
    }

    /** Begins to show ports; before, none is ready. */
    void start()
    {
        indexes = ports.stream().mapToInt(Port::index).toArray();
    }

    @Override
    public void add(final Port port)
    {
        ports.add(port);
    }

    @Override
    public void remove(final Port port)
    {
        ports.remove(port);
        start();
    }

    @Override
    public int poll(final int timeoutMs)
    {
        if (0 == indexes.length)
        {
            return 0;
        }
        next = next + readyPorts <= indexes.length - readyPorts ? next + readyPorts : 0;
        return readyPorts;
    }

    @Override
    public int ready(final int i)
    {
        return indexes[next + i];
    }

    @Override
    public void wakeUp()
    {
        // never waits
    }

    @Override
    public void close()
    {
        indexes = new int[0];
    }
}
