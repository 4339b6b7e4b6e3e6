package io.tulle.nat.fragment;

import io.tulle.dataplane.wire.IpProtocol;

/** Knows how much of a transport-layer header a first fragment must have. Called by the worker. */
final class TransportLength
{
    private static final int TCP = 20;
    private static final int SCTP = 12;
    private static final int UDP_OR_ICMP = 8;

    private TransportLength()
    {
    }

    /** @return the header's least length in bytes, 0 for a protocol that Tulle does not look into. */
    static int minimum(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP -> TCP;
            case IpProtocol.SCTP -> SCTP;
            case IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> UDP_OR_ICMP;
            default -> 0;
        };
    }
}
