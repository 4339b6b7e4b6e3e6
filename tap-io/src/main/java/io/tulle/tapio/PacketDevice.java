package io.tulle.tapio;

import java.util.ArrayList;
import java.util.List;

import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;

/**
 * An interface of the host that Tulle shares by packet sockets, one a worker; the kernel shares its frames out among
 * them by flow. The host keeps its addresses, its routes and its own copy of every frame. Called by control threads, in
 * the interface's namespace.
 */
public final class PacketDevice implements AutoCloseable
{
    private final String name;
    private final int interfaceIndex;
    private final List<PacketSocket> sockets = new ArrayList<>();
    private int vnetHeaderBytes;

    private PacketDevice(final String name, final int interfaceIndex)
    {
        this.name = name;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * Opens as many sockets as there are workers.
     *
     * @param name the interface's name
     * @throws LinuxException if there is no such interface, or the kernel refuses; nothing stays open then
     */
    public static PacketDevice open(final String name, final int socketCount)
    {
        return open(name, socketCount, PacketFilter.EVERYTHING, true);
    }

    /** As {@link #open(String, int)}, and not one frame comes that the filter would have kept away. */
    public static PacketDevice open(final String name, final int socketCount, final PacketFilter filter)
    {
        return open(name, socketCount, filter, true);
    }

    /** @param mayBeWide false is what a kernel without the wide header says: before Linux 6.5 or so. */
    static PacketDevice open(final String name, final int socketCount, final PacketFilter filter,
        final boolean mayBeWide)
    {
        try (Netlink netlink = Netlink.open())
        {
            return open(netlink.link(name), socketCount, filter, mayBeWide);
        }
    }

    private static PacketDevice open(final Link link, final int socketCount, final PacketFilter filter,
        final boolean mayBeWide)
    {
        final PacketDevice device = new PacketDevice(link.name(), link.index());
        try
        {
            device.openAll(socketCount, filter, mayBeWide);
            return device;
        }
        catch (final RuntimeException ex)
        {
            device.close();
            throw ex;
        }
    }

    public String name()
    {
        return name;
    }

    /** @return the index of the interface that was opened; one made anew by the same name has another. */
    public int interfaceIndex()
    {
        return interfaceIndex;
    }

    /** @return how long the virtio-net header before each frame is. */
    public int vnetHeaderBytes()
    {
        return vnetHeaderBytes;
    }

    /**
     * Sends a frame from outside the workers.
     *
     * @param address     of its 12-byte virtio-net header, which this may change
     * @param lengthBytes with that header
     * @return whether it left
     */
    public boolean send(final long address, final int lengthBytes)
    {
        final int shorter = FdPort.VNET_HEADER_BYTES - vnetHeaderBytes;
        if (0 != shorter)
        {
            ShortVnetHeader.narrow(address);
        }
        return Linux.libC().write(socket(0), address + shorter, lengthBytes - shorter) > 0;
    }

    /** @return the descriptor of one socket, from 0; it stays the device's to close. */
    public int socket(final int index)
    {
        return sockets.get(index).number();
    }

    public int socketCount()
    {
        return sockets.size();
    }

    /** Takes the place of the filter before; no frame is lost or let through between the two. */
    public void filter(final PacketFilter filter)
    {
        sockets.forEach(filter::attach);
    }

    /** @return frames that were lost because no worker read them in time, since this was last asked. */
    public long lostFrames()
    {
        return sockets.stream().mapToLong(PacketSocket::lost).sum();
    }

    @Override
    public void close()
    {
        sockets.forEach(PacketSocket::close);
    }

    private void openAll(final int socketCount, final PacketFilter filter, final boolean mayBeWide)
    {
        for (int i = 0; i < socketCount; i++)
        {
            final PacketSocket socket = new PacketSocket(name);
            sockets.add(socket);
            vnetHeaderBytes = socket.setOptions(mayBeWide);
            filter.attach(socket);
            socket.bind(interfaceIndex);
        }
        if (socketCount > 1)
        {
            joinFanout();
        }
    }

    /** A socket joins after it is bound: until then it sees every frame, in the instant before its port is attached. */
    private void joinFanout()
    {
        final int group = sockets.get(0).makeFanout();
        sockets.stream().skip(1).forEach((socket) -> socket.joinFanout(group));
    }
}
