package io.tulle.vswitch;

/** What came of learning an address. */
public enum Learned
{
    /** Known at this port already. */
    REFRESHED,
    /** New. */
    LEARNED,
    /** New, in the place of another address of the port with the most. */
    EVICTED_ANOTHER,
    /** Known at another port, and now here. */
    MOVED,
    /** Known at another port, and moved too often lately: it stays there. */
    DAMPED,
    /** Pinned to another port. */
    STATIC,
    /** The table is full, and nobody has more addresses than the port that asks. */
    REFUSED
}
