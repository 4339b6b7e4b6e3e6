package io.tulle.bench;

import java.util.Random;

import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.InetAddresses;

/** Makes the IPv4 sessions that benchmarks use: 32 Ki connections a container, masqueraded behind one address each. */
final class SessionSequence
{
    private static final int TCP = 6;
    private static final int CONTAINER = 0x0A1E_0002; // 10.30.0.2
    private static final int SERVER = 0xC000_0209; // 192.0.2.9
    private static final int EXTERNAL = 0xCB00_7101; // 203.0.113.1
    private static final int PORT_BITS = 15;
    private static final int PORTS = 1 << PORT_BITS;
    private static final int FIRST_PORT = 1024;

    private SessionSequence()
    {
    }

    static Tuple original(final int number, final Tuple tuple)
    {
        final int port = FIRST_PORT + (number & PORTS - 1);
        return tuple.source(0, InetAddresses.low(CONTAINER + (number >>> PORT_BITS)), port)
            .destination(0, InetAddresses.low(SERVER), 443).protocol(TCP).realm(1);
    }

    static Tuple reply(final int number, final Tuple tuple)
    {
        final int port = FIRST_PORT + (number & PORTS - 1);
        return tuple.source(0, InetAddresses.low(SERVER), 443)
            .destination(0, InetAddresses.low(EXTERNAL + (number >>> PORT_BITS)), port).protocol(TCP).realm(2);
    }

    /** Claims, fills and inserts. @return the session, or none when the table is full. */
    static int insert(final SessionTable table, final SessionDescriptor session, final Tuple tuple, final int number,
        final int nowS)
    {
        final int claimed = table.claim();
        if (SessionTable.NO_SESSION == claimed)
        {
            return claimed;
        }
        session.wrap(claimed)
            .tuple(Direction.ORIGINAL, original(number, tuple), 3).tuple(Direction.REPLY, reply(number, tuple), 4)
            .ownerPort(3).state(SessionState.TCP_SYN_SENT).seen(Direction.ORIGINAL, nowS, 60);
        if (!table.insert(claimed))
        {
            throw new IllegalStateException("inserted twice: " + number);
        }
        return claimed;
    }

    /** @return the numbers below count in an order nobody can guess, alike in every run. */
    static int[] shuffled(final int count)
    {
        final int[] numbers = new int[count];
        final Random random = new Random(count);
        for (int i = 0; i < count; i++)
        {
            final int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i;
        }
        return numbers;
    }
}
