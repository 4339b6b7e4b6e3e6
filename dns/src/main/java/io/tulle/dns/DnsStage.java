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
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.LocalNames;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.stream.Stream;

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
    private final BurstQuestion[] questions = Stream.generate(BurstQuestion::new).limit(Burst.CAPACITY)
        .toArray(BurstQuestion[]::new);
    private int viewPort;
    private NameView view;
    private int current; // frame whose question is being answered
    private long touched; // what was read of names, so that it is read

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
            read(input.frame(i), questions[i]);
        }
        if (size > 1)
        {
            touchNames(size);
        }
        for (int i = 0; i < size; i++)
        {
            answer(input.frame(i), questions[i]);
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

    private void read(final int frame, final BurstQuestion question)
    {
        question.view = view(frames.ingressPort(frame));
        question.reason = reason(frame, question.view);
        if (DropReason.NONE == question.reason)
        {
            final int offset = frames.transportOffset(frame) + UdpHeader.LENGTH;
            question.code = question.query.wrap(buffer, offset, check.messageLength());
        }
    }

    /** @return none for a question to answer; TCP was handed over. */
    private DropReason reason(final int frame, final NameView view)
    {
        if (null == view)
        {
            return DropReason.NOT_ATTACHED;
        }
        if (IpProtocol.TCP == frames.protocol(frame))
        {
            return check.isSegment(frame) ? handOver(ResolverLink.SEGMENT, frame) : DropReason.DNS_UNANSWERABLE;
        }
        return check.isDatagram(frame) ? DropReason.NONE : DropReason.DNS_UNANSWERABLE;
    }

    /** Lets the memory behind all names of a burst come at once: with 100,000 names that is a third of an answer. */
    private void touchNames(final int size)
    {
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += isReadable(questions[i]) ? LocalNames.touchIndex(questions[i].query, questions[i].view) : 0;
        }
        for (int i = 0; i < size; i++)
        {
            sum += isReadable(questions[i]) ? LocalNames.touchRecord(questions[i].query, questions[i].view) : 0;
        }
        touched = sum;
    }

    private static boolean isReadable(final BurstQuestion question)
    {
        return DropReason.NONE == question.reason && ResponseCode.NOERROR == question.code;
    }

    private void answer(final int frame, final BurstQuestion question)
    {
        final DropReason reason = DropReason.NONE == question.reason ? answerDatagram(frame, question) :
            question.reason;
        if (DropReason.NONE != reason)
        {
            drop.drop(frame, reason);
        }
    }

    /** @return none when the frame is on its way back, else why it has to go. */
    private DropReason answerDatagram(final int frame, final BurstQuestion question)
    {
        current = frame;
        final NameView view = question.view;
        final int room = view.mtu() - AnswerFrame.headersLength(buffer, frames.networkOffset(frame));
        final int answer =
            responder.respondByUdp(question.query, question.code, buffer, view, room, clock.nanoTime());
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
        frames.egressPort(frame, view.port());
        toPort.add(frame, view.port());
    }
}
