package io.tulle.nat.gateway;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.WorkerContext;

/** Drops a frame and tells its sender why by ICMP or ICMPv6, as far as RFC 1122 3.2.2 and a rate limit allow. */
public final class IcmpErrors
{
    public IcmpErrors(final WorkerContext context, final RouterPorts ports)
    {
    }

    /**
     * Ends the way of a frame that was not changed since it came in.
     *
     * @param mtu of the next hop for {@link IcmpError#TOO_BIG}, else 0
     */
    public void refuse(final int frame, final IcmpError error, final int mtu, final DropReason reason)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}
