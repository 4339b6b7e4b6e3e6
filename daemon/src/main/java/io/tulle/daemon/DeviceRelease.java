package io.tulle.daemon;

import java.util.concurrent.TimeUnit;

import io.tulle.tapio.TapDevice;
import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;

/**
 * Tells whether a TAP that is there already can be attached to. After a kill the kernel closes a thousand of them one
 * after the other, so the next start has some patience; it is one patience for all, since an interface that another
 * Tulle uses is never let go. Called by the control thread.
 */
final class DeviceRelease
{
    private static final long PATIENCE_MS = 10_000;
    private static final long POLL_MS = 20;

    private long leftMs = PATIENCE_MS;

    /** @return whether nobody holds the device open, now or soon. */
    boolean isFree(final Netlink netlink, final String interfaceName)
    {
        boolean isFree = isReleased(netlink, interfaceName);
        while (!isFree && leftMs > 0)
        {
            pause();
            isFree = isReleased(netlink, interfaceName);
        }
        return isFree;
    }

    /** Attaches to a device that nobody seems to hold open: of one that is down, only the attempt can tell. */
    TapDevice open(final String interfaceName, final int queues)
    {
        while (true)
        {
            try
            {
                return TapDevice.open(interfaceName, queues);
            }
            catch (final LinuxException ex)
            {
                if (Errno.EBUSY != ex.errno() || leftMs <= 0)
                {
                    throw ex;
                }
                pause();
            }
        }
    }

    private void pause()
    {
        final long startNs = System.nanoTime();
        try
        {
            Thread.sleep(POLL_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            leftMs = 0; // the end is asked for
        }
        leftMs -= TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private static boolean isReleased(final Netlink netlink, final String interfaceName)
    {
        return !netlink.findLink(interfaceName).map(Link::hasCarrier).orElse(false);
    }
}
