package io.tulle.dataplane;

import java.util.Arrays;

/**
 * Takes every port for ready in every duty cycle: for ports in memory, which have nothing to wait on. Used by the
 * worker.
 */
public final class PolledReadySet implements ReadySet
{
    private int[] ports = {};
    private int[] polled = ports;

    @Override
    public void add(final Port port)
    {
        ports = Arrays.copyOf(ports, ports.length + 1);
        ports[ports.length - 1] = port.index();
    }

    @Override
    public void remove(final Port port)
    {
        ports = Arrays.stream(ports).filter((index) -> index != port.index()).toArray();
    }

    @Override
    public int poll(final int timeoutMs)
    {
        polled = ports; // a port may be removed while its worker goes through them
        return polled.length;
    }

    @Override
    public int ready(final int i)
    {
        return polled[i];
    }

    @Override
    public void wakeUp()
    {
        // never waits
    }

    @Override
    public void close()
    {
        ports = new int[0];
    }
}
