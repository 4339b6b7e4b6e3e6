package io.tulle.nat.gateway;

import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.cnc.PortCounters;

/**
 * Drops a frame and tells its sender why by ICMP or ICMPv6, as far as RFC 1122 3.2.2 and a rate limit allow. One a
 * worker, used by all its stages. The error is a frame of its own, counted as a copy at the port that it answers.
 */
public final class IcmpErrors
{
    private final RouterPorts ports;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final EgressQueues toPort;
    private final PortCounters counters;
    private final Drop drop;
    private final WorkerClock clock;
    private final PacketReader packet;
    private final IcmpErrorRules rules;
    private final IcmpErrorWriter writer;
    private final IcmpRateLimit rateLimit;
    private final SourceAddress source = new SourceAddress();
    private long sent;
    private long heldBack;

    public IcmpErrors(final WorkerContext context, final RouterPorts ports)
    {
        this.ports = ports;
        pool = context.pool();
        frames = pool.frames();
        toPort = context.egressQueues();
        counters = context.counters();
        drop = context.drop();
        clock = context.clock();
        packet = new PacketReader(frames);
        rules = new IcmpErrorRules(frames);
        writer = new IcmpErrorWriter(frames);
        rateLimit = new IcmpRateLimit(ports.capacity(), clock.nanoTime());
    }

    /**
     * Ends the way of a frame that was not changed since it came in, but for Ethernet padding.
     *
     * @param mtu of the next hop in bytes for {@link IcmpError#TOO_BIG}, else 0
     */
    public void refuse(final int frame, final IcmpError error, final int mtu, final DropReason reason)
    {
        final RouterPort port = ports.get(frames.ingressPort(frame));
        if (null != port && RouterPort.Kind.HOST != port.kind() && mayTell(frame, port))
        {
            tell(frame, port, error, mtu);
        }
        drop.drop(frame, reason);
    }

    /** @return how many errors were sent. */
    public long sent()
    {
        return sent;
    }

    /** @return how many errors the rate limit held back. */
    public long heldBack()
    {
        return heldBack;
    }

    private boolean mayTell(final int frame, final RouterPort port)
    {
        return PacketReader.isIp(frames.etherType(frame)) && DropReason.NONE == packet.read(frame) &&
            rules.mayTell(frame, packet) && source.choose(port, packet) && isInRate(port.index());
    }

    private boolean isInRate(final int port)
    {
        if (rateLimit.take(port, clock.nanoTime()))
        {
            return true;
        }
        heldBack++;
        return false;
    }

    private void tell(final int frame, final RouterPort port, final IcmpError error, final int mtu)
    {
        final int answer = pool.claim();
        if (FramePool.NULL_FRAME != answer)
        {
            writer.write(answer, frame, packet, port, source, error, mtu);
            counters.copied(port.index(), 1);
            toPort.add(answer, port.index());
            sent++;
        }
    }
}
