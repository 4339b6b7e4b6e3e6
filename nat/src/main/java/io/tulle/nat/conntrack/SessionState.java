package io.tulle.nat.conntrack;

/**
 * Where a session is in its life, as an int that its descriptor keeps; the state decides the timeout. TCP follows the
 * state machine of RFC 6146 3.5.2 with the separate opening and closing timers of RFC 7857 2.
 */
public final class SessionState
{
    /** A UDP or other session that saw packets in one direction only. */
    public static final int UNREPLIED = 1;
    /** A UDP or other session that saw packets in both directions. */
    public static final int REPLIED = 2;
    /** An ICMP query session. */
    public static final int ICMP_QUERY = 3;
    /** SYN from the internal side, no answer yet. */
    public static final int TCP_SYN_SENT = 4;
    /** SYN from the external side, no answer yet (RFC 5382 REQ-4: 6 s). */
    public static final int TCP_INCOMING_SYN = 5;
    /** SYN in both directions, and not yet established. */
    public static final int TCP_SYN_RECEIVED = 6;
    public static final int TCP_ESTABLISHED = 7;
    /** FIN in the original direction. */
    public static final int TCP_FIN_ORIGINAL = 8;
    /** FIN in the reply direction. */
    public static final int TCP_FIN_REPLY = 9;
    /** FIN in both directions, or closed: the transitory timer runs. */
    public static final int TCP_CLOSING = 10;
    /** RST was seen: back to established if more data follow within the transitory time (RFC 6146 3.5.2.2). */
    public static final int TCP_TRANSITORY = 11;
    /** Picked up in its midst, as after a start without its table. */
    public static final int TCP_PICKED_UP = 12;

    private static final String[] NAMES = {"", "UNREPLIED", "REPLIED", "ICMP_QUERY", "SYN_SENT", "INCOMING_SYN",
        "SYN_RECEIVED", "ESTABLISHED", "FIN_ORIGINAL", "FIN_REPLY", "CLOSING", "TRANSITORY", "PICKED_UP"};

    private SessionState()
    {
    }

    /** @return the word that listings show. */
    public static String name(final int state)
    {
        return NAMES[state];
    }
}
