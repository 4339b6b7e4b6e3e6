package io.tulle.daemon.cli;

import io.tulle.dataplane.cnc.CncReader;

import java.time.Duration;

/** Tells from a counters file whether the daemon that writes it lives, so that nobody takes old counts for new ones. */
final class DaemonLife
{
    static final long MAX_HEARTBEAT_AGE_MS = 5_000; // the conductor beats once a second

    private DaemonLife()
    {
    }

    static boolean isAlive(final CncReader reader, final long nowMs)
    {
        return nowMs - reader.heartbeatMs() <= MAX_HEARTBEAT_AGE_MS &&
            ProcessHandle.of(reader.processId()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** A line for the user, or null if all is well. */
    static String warning(final CncReader reader, final long nowMs)
    {
        if (isAlive(reader, nowMs))
        {
            return null;
        }
        final boolean isGone = ProcessHandle.of(reader.processId()).isEmpty();
        return "Tulle (process " + reader.processId() + (isGone ? ") is dead" : ") does not answer") +
            ": last heartbeat " + age(nowMs - reader.heartbeatMs()) + " ago; these are its last counts";
    }

    static String age(final long ageMs)
    {
        final Duration age = Duration.ofMillis(Math.max(0, ageMs));
        return age.toDays() > 0 ? age.toDays() + " d " + age.toHoursPart() + " h" :
            age.toHours() > 0 ? age.toHours() + " h " + age.toMinutesPart() + " min" :
            age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" :
            age.toSeconds() + " s";
    }
}
