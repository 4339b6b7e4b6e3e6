package io.tulle.nat.conntrack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.nat.gateway.InetAddresses;
import org.agrona.UnsafeApi;

/** Sessions for tests: a container's, masqueraded behind an uplink, each with a source port of its own. */
final class Sessions
{
    static final int ENDPOINT_PORT = 3;
    static final int UPLINK_PORT = 4;
    static final int NETWORK_REALM = 1;
    static final int UPLINK_REALM = 2;

    private static final int TCP = 6;
    private static final int CONTAINER = 0x0A000002; // 10.0.0.2
    private static final int SERVER = 0xC0000209; // 192.0.2.9
    private static final int EXTERNAL = 0xCB007101; // 203.0.113.1
    private static final long DOCUMENTATION = 0x2001_0DB8_0000_0000L;
    private static final long UNIQUE_LOCAL = 0xFD00_0000_0000_0001L;

    private Sessions()
    {
    }

    static Tuple original(final int number)
    {
        return new Tuple()
            .source(0, InetAddresses.low(CONTAINER + (number >>> 15)), 4000 + (number & 0x7FFF))
            .destination(0, InetAddresses.low(SERVER), 80).protocol(TCP).realm(NETWORK_REALM);
    }

    static Tuple reply(final int number)
    {
        return new Tuple().source(0, InetAddresses.low(SERVER), 80)
            .destination(0, InetAddresses.low(EXTERNAL + (number >>> 15)), 5000 + (number & 0x7FFF))
            .protocol(TCP).realm(UPLINK_REALM);
    }

    static Tuple originalIpv6(final int number)
    {
        return new Tuple().source(UNIQUE_LOCAL, 2, 4000 + number).destination(DOCUMENTATION, 9, 443)
            .protocol(TCP).realm(NETWORK_REALM);
    }

    static int fill(final SessionTable table, final Tuple original, final Tuple reply)
    {
        final int session = table.claim();
        table.descriptor().wrap(session)
            .tuple(Direction.ORIGINAL, original, ENDPOINT_PORT).tuple(Direction.REPLY, reply, UPLINK_PORT)
            .ownerPort(ENDPOINT_PORT).state(SessionState.TCP_ESTABLISHED);
        return session;
    }

    static int insert(final SessionTable table, final int number)
    {
        final int session = fill(table, original(number), reply(number));
        assertTrue(table.insert(session));
        return session;
    }

    static int insertIpv6(final SessionTable table, final int number)
    {
        final Tuple reply = new Tuple().source(DOCUMENTATION, 9, 443).destination(DOCUMENTATION, 1, 5000 + number)
            .protocol(TCP).realm(UPLINK_REALM);
        final int session = fill(table, originalIpv6(number), reply);
        assertTrue(table.insert(session));
        return session;
    }

    static void packets(final SessionTable table, final int session, final int direction, final int packets)
    {
        UnsafeApi.putInt(table.address(session) + SessionLayout.PACKETS_OFFSET + 4 * direction, packets);
    }
}
