package io.tulle.dns.zone;

/** The names of one network. The control thread swaps the table; the next question of any worker sees the new one. */
public final class Zone
{
    private final String network;
    private volatile ZoneTable table = ZoneTable.EMPTY;

    public Zone(final String network)
    {
        this.network = network;
    }

    public String network()
    {
        return network;
    }

    public ZoneTable table()
    {
        return table;
    }

    public void table(final ZoneTable changed)
    {
        table = changed;
    }
}
