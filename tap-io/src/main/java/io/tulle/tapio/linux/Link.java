package io.tulle.tapio.linux;

/** What the kernel tells about one interface of a namespace; kind is {@code tun}, {@code veth}, or empty for lo. */
public record Link(
    int index, String name, byte[] mac, int mtu, int flags, OperationalState operationalState, String kind)
{
    /** The administrator wants it up. */
    public boolean isUp()
    {
        return 0 != (flags & LinkConstants.IFF_UP);
    }

    /** Somebody is at the other end: for a TAP, a process that holds it open. */
    public boolean hasCarrier()
    {
        return 0 != (flags & LinkConstants.IFF_LOWER_UP);
    }

    public boolean isLoopback()
    {
        return 0 != (flags & LinkConstants.IFF_LOOPBACK);
    }

    @Override
    public String toString()
    {
        return index + ": " + name + " " + IpText.mac(mac) + " mtu " + mtu + " " + operationalState + " " + kind;
    }
}
