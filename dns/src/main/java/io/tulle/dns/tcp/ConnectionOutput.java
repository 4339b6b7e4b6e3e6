package io.tulle.dns.tcp;

import io.tulle.dataplane.wire.TcpHeader;

/**
 * Sends the segments of one connection; each carries an acknowledgment, so one that is owed goes alone only when
 * nothing else does. Used by the resolver's thread.
 */
final class ConnectionOutput
{
    private final ConnectionKey key;
    private final SegmentWriter writer;
    private final ReceiveStream receive;
    private final SendStream send;
    private final int clientSegmentSize;
    private long mac;
    private boolean owesAck;

    /** @param clientSegmentSize the longest segment that the client takes */
    ConnectionOutput(final ConnectionKey key, final SegmentWriter writer, final ReceiveStream receive,
        final SendStream send, final int clientSegmentSize)
    {
        this.key = key;
        this.writer = writer;
        this.receive = receive;
        this.send = send;
        this.clientSegmentSize = clientSegmentSize;
    }

    /** Where the client is, on the link. */
    void mac(final long address)
    {
        mac = address;
    }

    /** The next segment, or one for itself, acknowledges what came. */
    void oweAck()
    {
        owesAck = true;
    }

    void sendSynAck()
    {
        to().sendSynAck(send.initialSequenceNumber(), receive.next(), ReceiveStream.CAPACITY);
    }

    /** Sends what the client has room for. */
    void flush()
    {
        final int segmentSize = segmentSize();
        for (int octets = send.sendable(segmentSize); 0 < octets; octets = send.sendable(segmentSize))
        {
            sendNext(octets);
        }
    }

    /** Sends an acknowledgment if one is due and nothing took it along. */
    void acknowledge()
    {
        if (owesAck || receive.hasReopened(segmentSize()))
        {
            owesAck = false;
            to().send(TcpHeader.ACK, send.acknowledgmentSequence(), receive.next(), window());
        }
    }

    /** Sends the first segment that was not acknowledged again; one octet of it into a closed window is a probe. */
    void retransmit()
    {
        final int segmentSize = segmentSize();
        send.goBack(segmentSize);
        sendNext(Math.max(1, send.sendable(segmentSize)));
    }

    void reset()
    {
        to().send(TcpHeader.RST | TcpHeader.ACK, send.acknowledgmentSequence(), receive.next(), 0);
    }

    /** RFC 9293 3.10.7.4: for a segment that acknowledges what was never sent, before anything was. */
    void refuse(final int acknowledgmentNumber)
    {
        to().send(TcpHeader.RST, acknowledgmentNumber, 0, 0);
    }

    private void sendNext(final int octets)
    {
        final int unsent = send.unsent();
        final int length = Math.min(octets, unsent);
        final int push = 0 < length && length == unsent ? TcpHeader.PSH : 0;
        final int fin = length < octets ? TcpHeader.FIN : 0;
        owesAck = false;
        to().sendData(TcpHeader.ACK | push | fin, send.next(), receive.next(), window(), send.queue(),
            send.queue().length() - unsent, length);
        send.sent(octets);
    }

    private int window()
    {
        return receive.window(segmentSize());
    }

    private int segmentSize()
    {
        return writer.segmentSize(key, clientSegmentSize);
    }

    private SegmentWriter to()
    {
        return writer.to(key, mac);
    }
}
