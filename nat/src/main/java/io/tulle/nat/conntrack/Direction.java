package io.tulle.nat.conntrack;

/** The two directions of a session, as in the kernel's conntrack. */
public final class Direction
{
    /** From who began the session. */
    public static final int ORIGINAL = 0;
    /** To who began the session. */
    public static final int REPLY = 1;

    private Direction()
    {
    }

    public static int opposite(final int direction)
    {
        return direction ^ 1;
    }
}
