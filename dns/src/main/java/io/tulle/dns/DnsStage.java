package io.tulle.dns;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers questions to the gateway: local names and cached answers in place, all else by way of the resolver's thread.
 * Takes whole IP packets for port 53 of the gateway, UDP and TCP, whose transport layer was noted. Called by the
 * worker.
 */
public final class DnsStage implements Stage
{
    private static final Burst[] NO_OUTPUTS = {};
    private static final int NO_PORT = -1;

    private final Burst input = new Burst();
    private final DnsStatistics statistics = new DnsStatistics();
    private final AnswerFrame answerFrame = new AnswerFrame();
    private final VnetHeader vnet = new VnetHeader();
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final EgressQueues toPort;
    private final Drop drop;
    private final WorkerClock clock;
    private final NameViews views;
    private final QueryLog log;
    private final ResolverLink link;
    private final Responder responder;
    private final TransportCheck check;
    private int viewPort;
    private NameView view;
    private int current; // frame whose question is being answered

    public DnsStage(final WorkerContext context, final DnsContext dns, final ResolverLink link)
    {
        frames = context.pool().frames();
        buffer = frames.buffer();
        toPort = context.egressQueues();
        drop = context.drop();
        clock = context.clock();
        views = dns.views();
        log = dns.log();
        this.link = link;
        responder = new Responder(dns.settings(), dns.cache(), this::onRefreshDue);
        check = new TransportCheck(frames);
    }

    @Override
    public int process()
    {
        final int size = input.size();
        viewPort = NO_PORT; // the control thread may have changed the view since the last burst
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final DropReason reason = answer(frame, view(frames.ingressPort(frame)));
            if (DropReason.NONE != reason)
            {
                drop.drop(frame, reason);
            }
        }
        input.clear();
        return size;
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return NO_OUTPUTS;
    }

    /** Read by the conductor. */
    public DnsStatistics statistics()
    {
        return statistics;
    }

    /** The frames of one burst came in by one port. */
    private NameView view(final int port)
    {
        if (viewPort != port)
        {
            viewPort = port;
            view = views.get(port);
        }
        return view;
    }

    /** @return none when the frame is on its way back, else why it has to go. */
    private DropReason answer(final int frame, final NameView view)
    {
        if (null == view)
        {
            return DropReason.NOT_ATTACHED;
        }
        if (IpProtocol.TCP == frames.protocol(frame))
        {
            return check.isSegment(frame) ? handOver(ResolverLink.SEGMENT, frame) : DropReason.DNS_UNANSWERABLE;
        }
        return check.isDatagram(frame) ? answerDatagram(frame, view) : DropReason.DNS_UNANSWERABLE;
    }

    private DropReason answerDatagram(final int frame, final NameView view)
    {
        current = frame;
        final int offset = frames.transportOffset(frame) + UdpHeader.LENGTH;
        final int room = view.mtu() - AnswerFrame.headersLength(buffer, frames.networkOffset(frame));
        final int answer = responder.respondByUdp(buffer, offset, check.messageLength(), view, room, clock.nanoTime());
        if (Responder.UNANSWERABLE == answer)
        {
            return DropReason.DNS_UNANSWERABLE;
        }
        if (Responder.UNKNOWN == answer)
        {
            return ask(frame, view);
        }
        note(view, responder.outcome(), responder.responseCode());
        sendBack(frame, view, answer);
        return DropReason.NONE;
    }

    private DropReason ask(final int frame, final NameView view)
    {
        final DropReason reason = handOver(ResolverLink.QUESTION, frame);
        if (DropReason.DNS_CLIENT_LIMIT == reason)
        {
            note(view, Outcome.LIMITED, DnsStatistics.NO_RESPONSE);
        }
        return reason;
    }

    private DropReason handOver(final int type, final int frame)
    {
        return link.offer(type, frame, clock.nanoTime()) ? DropReason.DNS_HANDED_OVER : DropReason.DNS_CLIENT_LIMIT;
    }

    /** Called while the question is whole; if the ring is full, the answer will be asked for when it is too old. */
    private void onRefreshDue()
    {
        link.offer(ResolverLink.REFRESH, current, clock.nanoTime());
    }

    private void note(final NameView view, final Outcome outcome, final int responseCode)
    {
        statistics.count(outcome, responseCode);
        if (log.isOn())
        {
            log.add(view.port(), responder.query(), outcome, responseCode, 0);
        }
    }

    private void sendBack(final int frame, final NameView view, final int messageLength)
    {
        final int dataOffset = frames.dataOffset(frame);
        frames.length(frame, answerFrame.turn(buffer, dataOffset, frames.networkOffset(frame),
            frames.transportOffset(frame), messageLength, view.routerMac()));
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).clear().flags(VnetHeader.NEEDS_CSUM)
            .checksumStart(answerFrame.checksumStart()).checksumOffset(UdpHeader.CHECKSUM_OFFSET);
        frames.transport(frame, IpProtocol.UDP, dataOffset + answerFrame.checksumStart());
        frames.egressPort(frame, viewPort);
        toPort.add(frame, viewPort);
    }
}
