package io.tulle.dns.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.TcpHeader;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The client side of TCP, as plain as can be and sharing no code with the other side: it goes back to the first octet
 * that is not acknowledged, takes nothing out of order, reads in fits and starts, and checks that its window is held
 * to.
 */
final class ModelClient
{
    private static final long RETRANSMISSION_NS = 300_000_000L;
    private static final int MAX_PAYLOAD = 64_000;

    private final Random random;
    private final Consumer<ClientSegment> network;
    private final byte[] stream;
    private final boolean closesEarly;
    private final int sourcePort;
    private final int initialSequenceNumber;
    private final int capacity;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private boolean isOpen;
    private boolean hasSeenFin;
    private boolean isReset;
    private int unacknowledged; // counts from the octet behind the SYN
    private int next;
    private int window;
    private int receiveNext;
    private int unread;
    private int edge; // index into the received stream
    private int answeredOctets = Integer.MAX_VALUE;
    private long deadlineNs;

    /** @param stream all questions, framed */
    ModelClient(final Random random, final int sourcePort, final byte[] stream, final Consumer<ClientSegment> network)
    {
        this.random = random;
        this.sourcePort = sourcePort;
        this.stream = stream;
        this.network = network;
        closesEarly = random.nextBoolean();
        initialSequenceNumber = random.nextInt();
        capacity = random.nextInt(4) == 0 ? 200 + random.nextInt(3000) : 0xFFFF;
        edge = capacity;
    }

    byte[] received()
    {
        return received.toByteArray();
    }

    /** Tells how many octets of answers there are in all; then it closes, if it did not before. */
    void expect(final int octets)
    {
        answeredOctets = octets;
    }

    boolean isDone()
    {
        return hasSeenFin && unacknowledged == stream.length + 1;
    }

    boolean isReset()
    {
        return isReset;
    }

    void onTime(final long nowNs)
    {
        if (isDone())
        {
            return;
        }
        if (nowNs >= deadlineNs)
        {
            deadlineNs = nowNs + RETRANSMISSION_NS;
            retransmit();
        }
        read();
        if (isOpen)
        {
            sendWhatMayGo();
        }
    }

    void onSegment(final SentSegment segment, final long nowNs)
    {
        if (segment.has(TcpHeader.RST))
        {
            isReset |= !isDone();
            return;
        }
        if (segment.has(TcpHeader.SYN))
        {
            onSynAck(segment);
            return;
        }
        if (!isOpen)
        {
            return;
        }
        final int acknowledged = segment.acknowledgmentNumber() - initialSequenceNumber - 1;
        assertTrue(acknowledged <= stream.length + 1, "acknowledges what was never sent");
        if (acknowledged >= unacknowledged)
        {
            deadlineNs = acknowledged > unacknowledged ? nowNs + RETRANSMISSION_NS : deadlineNs;
            unacknowledged = acknowledged;
            next = Math.max(next, unacknowledged);
            window = segment.window();
        }
        take(segment);
    }

    private void onSynAck(final SentSegment segment)
    {
        assertEquals(initialSequenceNumber + 1, segment.acknowledgmentNumber());
        if (!isOpen)
        {
            isOpen = true;
            receiveNext = segment.sequenceNumber() + 1;
            window = segment.window();
        }
        assertEquals(receiveNext - received.size() - (hasSeenFin ? 1 : 0), segment.sequenceNumber() + 1);
        acknowledge();
    }

    private void take(final SentSegment segment)
    {
        final int index = received.size();
        if (segment.sequenceNumber() != receiveNext || hasSeenFin)
        {
            if (0 < segment.payload().length || segment.has(TcpHeader.FIN))
            {
                acknowledge();
            }
            return;
        }
        final int room = edge - index;
        // a probe of one octet may go into a closed window, nothing else goes beyond it
        assertTrue(segment.payload().length <= Math.max(1, room), "window of " + room + " not held to");
        final int count = Math.min(room, segment.payload().length);
        received.write(segment.payload(), 0, count);
        unread += count;
        receiveNext += count;
        if (segment.has(TcpHeader.FIN) && count == segment.payload().length)
        {
            assertFalse(segment.sequenceNumber() + count - receiveNext > 0);
            hasSeenFin = true;
            receiveNext++;
        }
        if (0 < segment.payload().length || segment.has(TcpHeader.FIN))
        {
            acknowledge();
        }
    }

    /** The application is slow and takes what it likes; a window that was shut opens with an ACK. */
    private void read()
    {
        if (0 == random.nextInt(3) && 0 < unread)
        {
            final boolean wasShut = edge - received.size() < 100;
            unread -= 1 + random.nextInt(unread);
            edge = Math.max(edge, received.size() + capacity - unread);
            if (wasShut && isOpen)
            {
                acknowledge();
            }
        }
    }

    private void retransmit()
    {
        if (!isOpen)
        {
            network.accept(segment(-1).flags(TcpHeader.SYN).maximumSegmentSize(1460));
            return;
        }
        next = unacknowledged;
        if (0 == window && next < stream.length)
        {
            send(1); // a window probe
        }
    }

    private void sendWhatMayGo()
    {
        while (next < stream.length && next - unacknowledged < window)
        {
            final int most = Math.min(stream.length - next, window - (next - unacknowledged));
            send(Math.min(most, 1 + random.nextInt(random.nextBoolean() ? 100 : MAX_PAYLOAD)));
        }
        final boolean isFinished = closesEarly || received.size() >= answeredOctets || hasSeenFin;
        if (next == stream.length && isFinished)
        {
            network.accept(segment(next).flags(TcpHeader.ACK | TcpHeader.FIN));
            next++;
        }
    }

    private void send(final int count)
    {
        network.accept(segment(next).payload(Arrays.copyOfRange(stream, next, next + count)));
        next += count;
    }

    private void acknowledge()
    {
        network.accept(segment(next));
    }

    private ClientSegment segment(final int index)
    {
        return new ClientSegment().from(sourcePort)
            .sequence(initialSequenceNumber + 1 + index)
            .acknowledges(receiveNext)
            .window(edge - received.size());
    }
}
