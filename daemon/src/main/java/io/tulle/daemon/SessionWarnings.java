package io.tulle.daemon;

import java.util.function.Consumer;

/** Warns when sessions become scarce, once each time. Called by the conductor. */
final class SessionWarnings
{
    private static final int WARNING_PERCENT = 80;
    /** Only below it is the next rise worth a line. */
    private static final int CALM_PERCENT = 70;

    private final Consumer<String> log;
    private boolean isNearlyFull;
    private boolean isWithoutRoom;

    SessionWarnings(final Consumer<String> log)
    {
        this.log = log;
    }

    /**
     * Looks at how full the table is.
     *
     * @param used   sessions that containers have beyond what each is guaranteed
     * @param shared how many of those there can be
     */
    void onUse(final int used, final int shared)
    {
        final long percent = 0 == used ? 0 : 100L * used / Math.max(1, shared);
        if (!isNearlyFull && percent >= WARNING_PERCENT)
        {
            isNearlyFull = true;
            log.accept("sessions: " + used + " of the " + shared + " that containers share are in use; soon each " +
                "container has only what it is guaranteed (tulle ps shows who has how many, nat.sessions.max sets " +
                "how many there can be)");
        }
        else if (percent < CALM_PERCENT)
        {
            isNearlyFull = false;
        }
    }

    /** The file of the sessions cannot grow; told once, since it is so for a while. */
    void onNoRoom()
    {
        if (!isWithoutRoom)
        {
            isWithoutRoom = true;
            log.accept("sessions: the file system of --run-dir has no space left for more sessions; " +
                "new connections fail when those that it has room for are used up");
        }
    }
}
