package io.tulle.tapio;

import static io.tulle.tapio.linux.FileConstants.O_NONBLOCK;
import static io.tulle.tapio.linux.FileConstants.O_RDWR;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Fd;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.OffHeap;

/**
 * A persistent TAP device in the network namespace of the thread that opens it: made, or attached to again if it is
 * there already. It keeps its addresses, its routes and its peers' connections while nobody is attached. Header:
 * linux/if_tun.h. Called by the conductor, inside the container's namespace: setns() must come before the open.
 */
public final class TapDevice implements AutoCloseable
{
    private static final String CLONE_DEVICE = "/dev/net/tun";
    private static final String CLONE_REMEDY =
        "load the tun module (modprobe tun), or pass the device into this container (--device /dev/net/tun)";

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNGETIFF = 0x800454d2L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;

    private static final int IFF_TAP = 0x0002;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;

    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_TSO4 = 0x02;
    private static final int TUN_F_TSO6 = 0x04;
    private static final int TUN_F_TSO_ECN = 0x08;
    private static final int TUN_F_USO4 = 0x20;
    private static final int TUN_F_USO6 = 0x40;
    private static final int OFFLOADS = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;

    private static final int POLLFD_BYTES = 8;
    private static final int REVENTS_OFFSET = 6;
    private static final int POLLERR = 8;

    private static final int INTERFACE_NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;

    private final String name;
    private final List<Fd> queues = new ArrayList<>();

    private TapDevice(final String name)
    {
        this.name = name;
    }

    /**
     * Opens as many queues as there are workers.
     *
     * @param name the interface's name, at most 15 bytes
     * @throws LinuxException if the device cannot be made; nothing stays open then
     */
    public static TapDevice open(final String name, final int queueCount)
    {
        final TapDevice device = new TapDevice(name);
        try
        {
            for (int i = 0; i < queueCount; i++)
            {
                device.openQueue(queueCount > 1);
            }
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

    /** @return what it is called by now, in whichever namespace it is; its first name if it is gone. */
    public String currentName()
    {
        try (OffHeap request = new OffHeap(IFREQ_BYTES))
        {
            if (Linux.libC().ioctl(queue(0), TUNGETIFF, request.address()) < 0)
            {
                return name;
            }
            final byte[] bytes = new byte[INTERFACE_NAME_BYTES];
            request.buffer().getBytes(0, bytes);
            final String text = new String(bytes, StandardCharsets.US_ASCII);
            return text.substring(0, text.indexOf('\0'));
        }
    }

    /** @return the descriptor of one queue, from 0; it stays the device's to close. */
    public int queue(final int index)
    {
        return queues.get(index).number();
    }

    public int queueCount()
    {
        return queues.size();
    }

    /** Whether the device is still there: it goes with its namespace, or by the hand of somebody else. */
    public boolean isThere()
    {
        // not by TUNGETIFF: that waits while the kernel removes any other device
        try (OffHeap polled = new OffHeap(POLLFD_BYTES))
        {
            polled.buffer().putInt(0, queue(0));
            Linux.libC().poll(polled.address(), 1, 0);
            return 0 == (polled.buffer().getShort(REVENTS_OFFSET) & POLLERR);
        }
    }

    /** Closes the queues and removes the device, if it is not gone already; the kernel takes some 20 ms for that. */
    public void destroy()
    {
        goWithLastQueue();
        close();
    }

    /** The device goes when its queues are closed, in whatever namespace it is by then. */
    public void goWithLastQueue()
    {
        Linux.libC().ioctl(queue(0), TUNSETPERSIST, 0); // fails only for a device that is gone
    }

    /** Closes the queues; the device itself stays, for the next start to attach to. */
    @Override
    public void close()
    {
        queues.forEach(Fd::close);
    }

    private void openQueue(final boolean isMultiQueue)
    {
        final Fd fd = Fd.open(CLONE_DEVICE, O_RDWR | O_NONBLOCK, CLONE_REMEDY);
        queues.add(fd);
        attach(fd, IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | (isMultiQueue ? IFF_MULTI_QUEUE : 0));
        ioctl(fd, TUNSETPERSIST, 1, "TUNSETPERSIST");
        try (OffHeap size = new OffHeap(Integer.BYTES))
        {
            size.buffer().putInt(0, FdPort.VNET_HEADER_BYTES);
            ioctl(fd, TUNSETVNETHDRSZ, size.address(), "TUNSETVNETHDRSZ");
        }
        setOffloads(fd);
    }

    private void attach(final Fd fd, final int flags)
    {
        try (OffHeap request = new OffHeap(IFREQ_BYTES))
        {
            final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            request.buffer().putBytes(0, bytes, 0, Math.min(bytes.length, INTERFACE_NAME_BYTES - 1));
            request.buffer().putShort(INTERFACE_NAME_BYTES, (short) flags);
            ioctl(fd, TUNSETIFF, request.address(), "TUNSETIFF");
        }
    }

    private void setOffloads(final Fd fd)
    {
        final long all = OFFLOADS | TUN_F_USO4 | TUN_F_USO6;
        if (Linux.libC().ioctl(fd.number(), TUNSETOFFLOAD, all) < 0)
        {
            ioctl(fd, TUNSETOFFLOAD, OFFLOADS, "TUNSETOFFLOAD"); // before Linux 6.2 there is no UDP segmentation
        }
    }

    private void ioctl(final Fd fd, final long request, final long argument, final String what)
    {
        if (Linux.libC().ioctl(fd.number(), request, argument) < 0)
        {
            throw new LinuxException("ioctl", what + " on " + name, Errno.last(), remedy(Errno.last()));
        }
    }

    private static String remedy(final int errno)
    {
        switch (errno)
        {
            case Errno.EPERM:
                return "run as root, or with CAP_NET_ADMIN";
            case Errno.EBUSY:
                return "another process is attached to it";
            case Errno.EINVAL:
                return "an interface of that name is there, and is no TAP of the same kind";
            default:
                return "";
        }
    }
}
