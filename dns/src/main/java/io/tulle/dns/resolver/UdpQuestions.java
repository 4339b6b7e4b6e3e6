package io.tulle.dns.resolver;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dns.AnswerFrame;
import io.tulle.dns.ResolverLink;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ResponseCode;
import io.tulle.dns.zone.NameView;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Takes the frames with questions by UDP that workers had no answer to, and sends each back, turned round, with its
 * answer. Used by the resolver's thread.
 */
final class UdpQuestions
{
    private static final int MAX_FRAME_LENGTH = 2_048; // headers of any kind, and an answer of 1,232

    private final Resolver resolver;
    private final Ledger ledger;
    private final NanoClock clock;
    private final DnsQuery query = new DnsQuery();
    private final UnsafeBuffer question = new UnsafeBuffer(0, 0);
    private final AnswerFrame answerFrame = new AnswerFrame();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[MAX_FRAME_LENGTH]);

    /** What an answer needs of the frame that it answers: its headers, and where they begin. */
    private record Sender(ResolverLink link, NameView view, byte[] headers, int networkOffset, int transportOffset,
        long receivedNs)
    {
    }

    UdpQuestions(final Resolver resolver, final Ledger ledger, final NanoClock clock)
    {
        this.resolver = resolver;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Offsets count from the frame's beginning. */
    void onQuestion(final ResolverLink link, final NameView view, final DirectBuffer buffer, final int frame,
        final int length, final int networkOffset, final int transportOffset, final long receivedNs,
        final long nowNs)
    {
        final byte[] message = message(buffer, frame, length, transportOffset);
        if (isQuestion(message))
        {
            final byte[] headers = new byte[transportOffset + UdpHeader.LENGTH];
            buffer.getBytes(frame, headers);
            final int room = view.mtu() - AnswerFrame.headersLength(new UnsafeBuffer(headers), networkOffset);
            final Sender sender = new Sender(link, view, headers, networkOffset, transportOffset, receivedNs);
            resolver.resolve(message, view, Math.min(room, query.udpPayload()), nowNs,
                (answer, resolved) -> send(sender, message, answer, resolved));
        }
    }

    /** An answer from the cache will soon be too old. */
    void onRefresh(final NameView view, final DirectBuffer buffer, final int frame, final int length,
        final int transportOffset, final long nowNs)
    {
        final byte[] message = message(buffer, frame, length, transportOffset);
        if (isQuestion(message))
        {
            resolver.refresh(message, view, nowNs);
        }
    }

    private static byte[] message(final DirectBuffer buffer, final int frame, final int length,
        final int transportOffset)
    {
        final int offset = transportOffset + UdpHeader.LENGTH;
        if (offset > Math.min(length, MAX_FRAME_LENGTH - DnsQuery.MAX_UDP_PAYLOAD))
        {
            return new byte[0]; // extension headers without end, which no worker hands over
        }
        final byte[] message = new byte[length - offset];
        buffer.getBytes(frame + offset, message);
        final int said = udpLength(buffer, frame + transportOffset) - UdpHeader.LENGTH;
        return 0 <= said && said < message.length ? Arrays.copyOf(message, said) : message;
    }

    private static int udpLength(final DirectBuffer buffer, final int udp)
    {
        return buffer.getShort(udp + Integer.BYTES, BIG_ENDIAN) & 0xFFFF;
    }

    private boolean isQuestion(final byte[] message)
    {
        question.wrap(message);
        return ResponseCode.NOERROR == query.wrap(question, 0, message.length);
    }

    private void send(final Sender sender, final byte[] message, final byte[] answer, final Resolved resolved)
    {
        out.putBytes(0, sender.headers);
        out.putBytes(sender.headers.length, answer);
        final int length = answerFrame.turnWithChecksum(out, 0, sender.networkOffset, sender.transportOffset,
            answer.length, sender.view.routerMac());
        ledger.add(sender.view.port(), message, resolved.outcome(), resolved.responseCode(),
            clock.nanoTime() - sender.receivedNs);
        sender.link.send(sender.view.port(), out, 0, length);
    }
}
