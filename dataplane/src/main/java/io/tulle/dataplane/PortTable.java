package io.tulle.dataplane;

/**
 * Finds a worker's port by its index. Used by that worker only; the index has a limit that is set when Tulle starts.
 */
public final class PortTable
{
    private final Port[] ports;
    private int highest;

    /** @param maxPorts one more than the highest index that a port may have. */
    public PortTable(final int maxPorts)
    {
        ports = new Port[maxPorts];
    }

    public void put(final Port port)
    {
        ports[port.index()] = port;
        highest = Math.max(highest, port.index());
    }

    public void remove(final int index)
    {
        ports[index] = null;
    }

    /** @return the port, or null when there is none by that index any more. */
    public Port get(final int index)
    {
        return ports[index];
    }

    /** @return the highest index that was ever used. */
    public int highest()
    {
        return highest;
    }

    public int capacity()
    {
        return ports.length;
    }
}
