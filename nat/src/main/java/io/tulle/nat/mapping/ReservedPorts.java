package io.tulle.nat.mapping;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.tulle.dataplane.wire.IpProtocol;

/**
 * Knows which external ports of an uplink the host itself uses, so that no mapping may have them. Written by the
 * control thread, read by workers.
 */
final class ReservedPorts
{
    private static final int PORTS = 1 << 16;

    /** By the uplink's switch port: one bit for each TCP port, then one for each UDP port. */
    private final AtomicReferenceArray<AtomicLongArray> bitsByUplink;

    ReservedPorts(final int maxPorts)
    {
        bitsByUplink = new AtomicReferenceArray<>(maxPorts);
    }

    /** Called by the control thread. */
    void set(final int uplinkPort, final int protocol, final int port, final boolean isReserved)
    {
        AtomicLongArray bits = bitsByUplink.get(uplinkPort);
        if (null == bits)
        {
            bits = new AtomicLongArray(2 * PORTS / Long.SIZE);
            bitsByUplink.set(uplinkPort, bits);
        }
        final int bit = bit(protocol, port);
        final long mask = 1L << bit;
        final long word = bits.get(bit / Long.SIZE);
        bits.set(bit / Long.SIZE, isReserved ? word | mask : word & ~mask);
    }

    boolean isReserved(final int uplinkPort, final int protocol, final int port)
    {
        final AtomicLongArray bits = bitsByUplink.get(uplinkPort);
        if (null == bits || IpProtocol.TCP != protocol && IpProtocol.UDP != protocol)
        {
            return false;
        }
        final int bit = bit(protocol, port);
        return 0 != (bits.get(bit / Long.SIZE) & 1L << bit);
    }

    private static int bit(final int protocol, final int port)
    {
        return IpProtocol.TCP == protocol ? port : PORTS + port;
    }
}
