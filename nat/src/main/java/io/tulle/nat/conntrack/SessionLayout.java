package io.tulle.nat.conntrack;

/**
 * Where everything lies in a session's 128 bytes, two cache lines. What a frame of an open IPv4 session reads is in the
 * first line, which workers of both directions share unchanged but for one store a second; what every frame writes is
 * in the second one.
 * <pre>
 *    0               8               16              24              32
 *   +---------------+---------------+---------------+---------------+
 *   | source        | destination   | source        | destination   |  low halves of the addresses
 *   | original      | original      | reply         | reply         |
 *   +-------+-------+---+---+--+--+-+-+---+---+-----+-+-------+-----+-+
 *   32      36      40  42  44 45 46  48  50  52      56      60      64
 *   +-------+-------+---+---+--+--+---+---+---+-------+-------+-------+
 *   | ports | ports | r.| r.|p.|s.|ow.|e. |e. | life  | last  |mapping|  realm, protocol, state, owner port, egress
 *   | orig. | reply | o.| r.|  |  |   |o. |r. |       | seen s|       |  port; source port above destination port
 *   +-------+-------+---+---+--+--+---+---+---+-------+-------+-------+
 *   64              72              80              88              96
 *   +---------------+---------------+---------------+---------------+
 *   | source        | destination   | source        | destination   |  high halves
 *   | original      | original      | reply         | reply         |
 *   +---------------+---------------+-------+-------+-------+-------+
 *   96              104             112     116     120     124     128
 *   +-+-------------+-+-------------+-------+-------+-------+-------+
 *   |c| bytes       |c| bytes       |packets|packets| link  | dead  |  c: carry of the packets, as 40 bits are
 *   | | original    | | reply       | orig. | reply |       | link  |  counted; bytes: 56 bits
 *   +-+-------------+-+-------------+-------+-------+-------+-------+
 * </pre>
 * Everything is in the machine's byte order. The link is the free list's, the new sessions', the timer wheel's and the
 * quarantine's, one after the other; the dead link is of the sessions that somebody has removed.
 */
final class SessionLayout
{
    static final int SESSION_BYTES = 128;

    /** Of direction d: 16 d further on. */
    static final int SOURCE_LOW_OFFSET = 0;
    static final int DESTINATION_LOW_OFFSET = 8;
    /** Of direction d: 4 d further on. */
    static final int PORTS_OFFSET = 32;
    /** Of direction d: 2 d further on. */
    static final int REALM_OFFSET = 40;
    static final int PROTOCOL_OFFSET = 44;
    static final int STATE_OFFSET = 45;
    static final int OWNER_PORT_OFFSET = 46;
    /** Of direction d: 2 d further on. */
    static final int EGRESS_PORT_OFFSET = 48;
    static final int LIFE_OFFSET = 52;
    static final int LAST_SEEN_OFFSET = 56;
    static final int MAPPING_OFFSET = 60;
    /** Of direction d: 16 d further on. */
    static final int SOURCE_HIGH_OFFSET = 64;
    static final int DESTINATION_HIGH_OFFSET = 72;
    /** Of direction d: 8 d further on. */
    static final int BYTES_OFFSET = 96;
    /** Of direction d: 4 d further on. */
    static final int PACKETS_OFFSET = 112;
    static final int LINK_OFFSET = 120;
    static final int DEAD_LINK_OFFSET = 124;

    static final int CARRY_SHIFT = 56;
    static final long BYTES_MASK = (1L << CARRY_SHIFT) - 1;

    private SessionLayout()
    {
    }
}
