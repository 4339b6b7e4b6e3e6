package io.tulle.dns.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dns.Forwarding;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.NameViews;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A responder with a hand-set clock, whose questions wait for the test and whose segments are kept. */
final class TcpRig implements MessageHandler
{
    static final int PORT = 3;
    static final int MTU = 1500;
    static final int CLIENT_ISN = 0xFFFF_FF00; // wraps soon

    final NameViews views = new NameViews(256);
    final List<Question> questions = new ArrayList<>();
    final Deque<SentSegment> sent = new ArrayDeque<>();
    final TcpResponder responder = new TcpResponder(views, this::keep, this, new Random(1));
    boolean isEcho;
    long nowNs = -5_000_000_000L;

    private final UnsafeBuffer ring = new UnsafeBuffer(new byte[1 << 17]);

    TcpRig()
    {
        view(PORT, MTU);
    }

    /** A message that came, and where its answer goes. */
    record Question(int port, byte[] message, MessageHandler.Reply reply)
    {
    }

    void view(final int port, final int mtu)
    {
        views.put(new NameView(port, "c", "n", mtu, ClientSegment.ROUTER_MAC, null, List.of(), Forwarding.PROHIBITED));
    }

    @Override
    public void onMessage(final int port, final byte[] message, final Reply reply)
    {
        if (isEcho)
        {
            reply.answer(message);
        }
        else
        {
            questions.add(new Question(port, message, reply));
        }
    }

    void receive(final ClientSegment segment)
    {
        receive(PORT, segment);
    }

    void receive(final int port, final ClientSegment segment)
    {
        receive(port, segment.frame(), segment.isIpv6() ? 54 : 34);
    }

    /** As from the link: somewhere in a ring. */
    void receive(final int port, final byte[] frame, final int transportOffset)
    {
        ring.putBytes(64, frame);
        responder.onFrame(port, ring, 64, frame.length, 14, transportOffset, nowNs);
        ring.setMemory(64, frame.length, (byte) 0xEE); // nobody may look at it any more
    }

    /** @return ns to the next timer */
    long after(final long milliseconds)
    {
        nowNs += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        return responder.onTime(nowNs);
    }

    /** The only segment that was sent since the last look. */
    SentSegment only()
    {
        assertEquals(1, sent.size(), "segments sent");
        return sent.poll();
    }

    void assertSilent()
    {
        assertTrue(sent.isEmpty(), "sent " + sent);
    }

    /** A connection from that TCP port. @return our initial sequence number */
    int open(final int sourcePort)
    {
        receive(new ClientSegment().from(sourcePort).flags(TcpHeader.SYN).sequence(CLIENT_ISN)
            .maximumSegmentSize(1460));
        final int initialSequenceNumber = only().sequenceNumber();
        receive(new ClientSegment().from(sourcePort).sequence(CLIENT_ISN + 1)
            .acknowledges(initialSequenceNumber + 1));
        assertSilent();
        return initialSequenceNumber;
    }

    /** The next segment of a client on a fresh connection: so many octets after its SYN. */
    static ClientSegment data(final int octetsBefore, final int acknowledged, final byte[] payload)
    {
        return new ClientSegment().sequence(CLIENT_ISN + 1 + octetsBefore).acknowledges(acknowledged)
            .flags(TcpHeader.ACK | TcpHeader.PSH).payload(payload);
    }

    /** With its length in front. */
    static byte[] framed(final byte[] message)
    {
        return ByteBuffer.allocate(2 + message.length).putShort((short) message.length).put(message).array();
    }

    static byte[] join(final byte[]... parts)
    {
        final ByteBuffer all = ByteBuffer.allocate(List.of(parts).stream().mapToInt((p) -> p.length).sum());
        for (final byte[] part : parts)
        {
            all.put(part);
        }
        return all.array();
    }

    /** So many octets that tell their place. */
    static byte[] message(final int length, final int seed)
    {
        final byte[] message = new byte[length];
        new Random(seed).nextBytes(message);
        return message;
    }

    private void keep(final int port, final DirectBuffer buffer, final int frame, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(frame, bytes);
        final SentSegment segment = SentSegment.of(port, bytes);
        assertTrue(segment.packetLength() <= views.get(port).mtu(), "longer than the MTU");
        sent.add(segment);
    }
}
