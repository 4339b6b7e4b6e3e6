package io.tulle.dns.resolver;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An upstream server on loopback, by UDP and TCP, that behaves as a test says. Stepped by the test's own thread. */
public final class FakeServer implements AutoCloseable
{
    /** What it does with a question. */
    @FunctionalInterface
    public interface Behavior
    {
        /** @return the messages to send, perhaps none */
        List<byte[]> answers(Message question);
    }

    /** A question as it came by UDP. */
    record Received(Message question, byte[] bytes, SocketAddress from)
    {
        String name()
        {
            return question.getQuestion().getName().toString();
        }
    }

    private static final int TRIES = 100;

    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final Map<SocketChannel, ByteArrayOutputStream> connections = new HashMap<>();
    private final Map<SocketChannel, ByteBuffer> toSend = new HashMap<>();
    private final InetSocketAddress address;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_535);

    final List<Received> received = new ArrayList<>();
    final List<Message> receivedByTcp = new ArrayList<>();
    final Set<Integer> sourcePorts = new TreeSet<>();
    public Behavior behavior = Behaviors.answers("192.0.2.1");
    Behavior tcpBehavior = Behaviors.answers("192.0.2.1");
    int pieceBytes = 1 << 16;

    public FakeServer()
    {
        try
        {
            tcp = ServerSocketChannel.open();
            udp = bind(tcp);
            tcp.configureBlocking(false);
            udp.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 22).configureBlocking(false);
            address = (InetSocketAddress) udp.getLocalAddress();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Both on one port, which one of them may find taken. */
    private static DatagramChannel bind(final ServerSocketChannel tcp) throws IOException
    {
        for (int i = 0; i < TRIES; i++)
        {
            final DatagramChannel udp = DatagramChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try
            {
                tcp.bind(udp.getLocalAddress());
                return udp;
            }
            catch (final BindException ex)
            {
                udp.close(); // TCP has that port
            }
        }
        throw new IOException("no port is free");
    }

    public InetSocketAddress address()
    {
        return address;
    }

    public int asked()
    {
        return received.size();
    }

    public void step()
    {
        try
        {
            stepUdp();
            stepTcp();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void stepUdp() throws IOException
    {
        if (!udp.isOpen())
        {
            return;
        }
        for (SocketAddress from = udp.receive(buffer.clear()); null != from; from = udp.receive(buffer.clear()))
        {
            final byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            final Received question = new Received(new Message(bytes), bytes, from);
            received.add(question);
            sourcePorts.add(((InetSocketAddress) from).getPort());
            for (final byte[] answer : behavior.answers(question.question))
            {
                udp.send(ByteBuffer.wrap(answer), from);
            }
        }
    }

    /** Answers a question that came before, as late as a test likes. */
    void send(final Received question, final byte[] answer)
    {
        try
        {
            udp.send(ByteBuffer.wrap(answer), question.from);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void stepTcp() throws IOException
    {
        if (!tcp.isOpen())
        {
            return;
        }
        for (SocketChannel accepted = tcp.accept(); null != accepted; accepted = tcp.accept())
        {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connections.put(accepted, new ByteArrayOutputStream());
        }
        for (final Map.Entry<SocketChannel, ByteArrayOutputStream> connection : connections.entrySet())
        {
            read(connection.getKey(), connection.getValue());
            writePiece(connection.getKey());
        }
        connections.keySet().removeIf((channel) -> !channel.isOpen());
    }

    private void read(final SocketChannel channel, final ByteArrayOutputStream bytes) throws IOException
    {
        final int length = channel.read(buffer.clear());
        if (length < 0)
        {
            channel.close();
        }
        else if (length > 0)
        {
            bytes.write(buffer.array(), 0, length);
            final byte[] all = bytes.toByteArray();
            if (all.length > 2 && all.length == 2 + ByteBuffer.wrap(all).getShort())
            {
                answerByTcp(channel, new Message(Arrays.copyOfRange(all, 2, all.length)));
            }
        }
    }

    private void answerByTcp(final SocketChannel channel, final Message question)
    {
        receivedByTcp.add(question);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] answer : tcpBehavior.answers(question))
        {
            out.write(answer.length >> 8);
            out.write(answer.length);
            out.writeBytes(answer);
        }
        toSend.put(channel, ByteBuffer.wrap(out.toByteArray()));
    }

    private void writePiece(final SocketChannel channel) throws IOException
    {
        final ByteBuffer bytes = toSend.get(channel);
        if (null != bytes && bytes.hasRemaining() && channel.isOpen())
        {
            final ByteBuffer piece = bytes.slice(bytes.position(), Math.min(pieceBytes, bytes.remaining()));
            bytes.position(bytes.position() + channel.write(piece));
        }
    }

    /** Nobody listens there any more. */
    @Override
    public void close()
    {
        try
        {
            udp.close();
            tcp.close();
            for (final SocketChannel channel : connections.keySet())
            {
                channel.close();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** The beginning of an answer: header and question, id and case as they came. */
    static Message begin(final Message question, final int responseCode)
    {
        final Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RD);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(responseCode);
        final Record asked = question.getQuestion();
        answer.addRecord(asked, Section.QUESTION);
        return answer;
    }
}
