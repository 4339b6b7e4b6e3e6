package io.tulle.nat.gateway;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.nat.NatContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives each routed frame the MAC addresses of the link that it leaves by: to the endpoint itself, or beyond an uplink
 * to the next hop. Called by the worker.
 * <pre>
 *   0                       6                       12      14
 *   +-----------------------+-----------------------+-------+
 *   | destination           | source                | type  |   written as one long and one int
 *   +-----------------------+-----------------------+-------+
 * </pre>
 */
public final class EgressStage implements Stage
{
    private static final Burst[] NONE = {};
    private static final int NO_PORT = -1;

    private final Burst input = new Burst();
    private final RouterPorts ports;
    private final EgressQueues toPort;
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Drop drop;
    private final UnresolvedFrames unresolved;
    private int egressPort;
    private RouterPort egress;
    private long high;
    private long low;
    private Uplink uplink;
    private long hopHigh;
    private long hopLow;
    private long hopMac;

    /** @param unresolved gets frames that lack the next hop's MAC address only: the source is the uplink's already */
    public EgressStage(final WorkerContext context, final NatContext nat, final UnresolvedFrames unresolved)
    {
        this.unresolved = unresolved;
        ports = nat.ports();
        toPort = context.egressQueues();
        frames = context.pool().frames();
        buffer = context.pool().buffer();
        drop = context.drop();
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return NONE;
    }

    @Override
    public int process()
    {
        final int size = input.size();
        egressPort = NO_PORT; // the control thread may have changed the port since the last burst
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final RouterPort port = port(frames.egressPort(frame));
            final DropReason reason = null == port ? DropReason.PORT_GONE :
                port.isUplink() ? toNextHop(frame, port.uplink()) : toNetwork(frame, port);
            if (DropReason.NONE == reason)
            {
                toPort.add(frame, egressPort);
            }
            else
            {
                drop.drop(frame, reason);
            }
        }
        input.clear();
        return size;
    }

    private RouterPort port(final int index)
    {
        if (egressPort != index)
        {
            egressPort = index;
            egress = ports.get(index);
        }
        return egress;
    }

    private DropReason toNetwork(final int frame, final RouterPort port)
    {
        addresses(frame, port.mac(), port.routerMac());
        return DropReason.NONE;
    }

    private DropReason toNextHop(final int frame, final Uplink newUplink)
    {
        readDestination(frame);
        final long mac = nextHop(newUplink);
        addresses(frame, mac, newUplink.mac());
        if (NextHops.UNKNOWN != mac)
        {
            return DropReason.NONE;
        }
        if (!newUplink.nextHops().hasRoute(high, low))
        {
            return DropReason.NO_ROUTE;
        }
        return unresolved.offer(egressPort, high, low, frame) ? DropReason.NEXT_HOP_PENDING :
            DropReason.NEXT_HOP_UNKNOWN;
    }

    /** A burst is a stream's as a rule: what was found for the frame before holds for the next one. */
    private long nextHop(final Uplink newUplink)
    {
        if (uplink != newUplink || hopLow != low || hopHigh != high)
        {
            uplink = newUplink;
            hopHigh = high;
            hopLow = low;
            hopMac = newUplink.nextHops().mac(high, low);
        }
        return hopMac;
    }

    private void readDestination(final int frame)
    {
        final int offset = frames.networkOffset(frame);
        if (EtherType.IPV4 == frames.etherType(frame))
        {
            high = 0;
            low = InetAddresses.low(buffer.getInt(offset + Ipv4Header.DESTINATION_OFFSET, BIG_ENDIAN));
        }
        else
        {
            high = buffer.getLong(offset + Ipv6Header.DESTINATION_OFFSET, BIG_ENDIAN);
            low = buffer.getLong(offset + Ipv6Header.DESTINATION_OFFSET + Long.BYTES, BIG_ENDIAN);
        }
    }

    private void addresses(final int frame, final long destination, final long source)
    {
        final int offset = frames.dataOffset(frame);
        buffer.putLong(offset, destination << 16 | source >>> 32, BIG_ENDIAN);
        buffer.putInt(offset + Long.BYTES, (int) source, BIG_ENDIAN);
    }
}
