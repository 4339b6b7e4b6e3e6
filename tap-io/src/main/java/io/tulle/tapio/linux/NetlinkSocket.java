package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.NETLINK_CAP_ACK;
import static io.tulle.tapio.linux.NetlinkConstants.NETLINK_EXT_ACK;
import static io.tulle.tapio.linux.NetlinkConstants.NETLINK_ROUTE;
import static io.tulle.tapio.linux.NetlinkConstants.NLMSG_DONE;
import static io.tulle.tapio.linux.NetlinkConstants.NLMSG_ERROR;
import static io.tulle.tapio.linux.NetlinkConstants.NLMSG_NOOP;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_DUMP_INTR;
import static io.tulle.tapio.linux.NetlinkConstants.SOL_NETLINK;
import static io.tulle.tapio.linux.SocketConstants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Sends one rtnetlink request at a time and collects its answers. Control threads; callers take turns.
 * The socket belongs to the namespace of the thread that made it, whichever thread uses it later.
 */
final class NetlinkSocket implements AutoCloseable
{
    private static final int RECEIVE_LENGTH = 65_536; // the kernel fills at most 32 KiB of a dump's datagram
    private static final int RECEIVE_QUEUE_LENGTH = 1 << 20;
    private static final int TIMEOUT_SECONDS = 5; // an answer takes microseconds, unless others hold the kernel's lock
    private static final int TIMEVAL_LENGTH = 16;
    private static final int DUMP_ATTEMPTS = 10;

    private final LibC libC = Linux.libC();
    private final OffHeap memory = new OffHeap(RECEIVE_LENGTH);
    private final Fd fd;
    private int sequence = (int) System.nanoTime(); // unlike that of another socket with a reused port id

    NetlinkSocket()
    {
        fd = new Fd(Linux.check(
            libC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "socket", "AF_NETLINK"));
        setTimeout();
        setOption(SOL_SOCKET, SO_RCVBUF, RECEIVE_QUEUE_LENGTH);
        setOption(SOL_NETLINK, NETLINK_EXT_ACK, 1);
        setOption(SOL_NETLINK, NETLINK_CAP_ACK, 1);
    }

    /** Asks for one change, or for nothing but an acknowledgement. */
    void request(final NetlinkMessage message, final String call, final Supplier<String> what)
    {
        list(message, call, what, (reader, ignored) -> {});
    }

    /** Collects what {@code parser} makes of each answer; a dump that changed under way is asked for again. */
    synchronized <T> List<T> list(
        final NetlinkMessage message,
        final String call,
        final Supplier<String> what,
        final BiConsumer<NetlinkReader, List<T>> parser)
    {
        NetlinkOutcome outcome = NetlinkOutcome.PENDING;
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++)
        {
            final List<T> answers = new ArrayList<>();
            send(message);
            outcome = receiveAll(answers, parser);
            if (outcome.isSuccess())
            {
                return answers;
            }
            if (!outcome.isWorthRepeating())
            {
                break;
            }
        }

        throw new LinuxException(call, what.get(), outcome.errno(), outcome.remedy());
    }

    private void send(final NetlinkMessage message)
    {
        final int length = message.encode(memory.buffer(), ++sequence);
        while (libC.send(fd.number(), memory.address(), length, 0) < 0)
        {
            if (Errno.EINTR != Errno.last())
            {
                throw new LinuxException("send", "netlink request", Errno.last());
            }
        }
    }

    private <T> NetlinkOutcome receiveAll(final List<T> answers, final BiConsumer<NetlinkReader, List<T>> parser)
    {
        NetlinkOutcome outcome = NetlinkOutcome.PENDING;
        while (outcome.isPending())
        {
            final long length = libC.recv(fd.number(), memory.address(), RECEIVE_LENGTH, MSG_TRUNC);
            outcome = length < 0 ? outcome.failed(Errno.last()) : length > RECEIVE_LENGTH ?
                outcome.failed(Errno.EMSGSIZE) : read((int) length, outcome, answers, parser);
        }

        return outcome;
    }

    private <T> NetlinkOutcome read(
        final int length,
        final NetlinkOutcome before,
        final List<T> answers,
        final BiConsumer<NetlinkReader, List<T>> parser)
    {
        NetlinkOutcome outcome = before;
        final NetlinkReader reader = new NetlinkReader(memory.buffer(), length);
        while (reader.next())
        {
            if (reader.sequence() != sequence)
            {
                continue; // the late answer to a request that timed out
            }

            outcome = 0 == (reader.flags() & NLM_F_DUMP_INTR) ? outcome : outcome.interrupted();
            switch (reader.type())
            {
                case NLMSG_NOOP -> { }
                case NLMSG_ERROR, NLMSG_DONE -> outcome = outcome.finished(reader);
                default -> parser.accept(reader, answers);
            }
        }

        return outcome;
    }

    private void setTimeout()
    {
        try (OffHeap timeval = new OffHeap(TIMEVAL_LENGTH))
        {
            timeval.buffer().putLong(0, TIMEOUT_SECONDS);
            libC.setsockopt(fd.number(), SOL_SOCKET, SO_RCVTIMEO, timeval.address(), TIMEVAL_LENGTH);
        }
    }

    /** What an older kernel does not know is done without: explanations get shorter, nothing else. */
    private void setOption(final int level, final int option, final int value)
    {
        try (OffHeap memory = new OffHeap(Integer.BYTES))
        {
            memory.buffer().putInt(0, value);
            libC.setsockopt(fd.number(), level, option, memory.address(), Integer.BYTES);
        }
    }

    @Override
    public synchronized void close()
    {
        fd.close();
        memory.close();
    }
}
