package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An idle Tulle leaves the processors to others. */
@Tag("root")
class IdleTest
{
    private static final long WINDOW_MS = 5_000;
    private static final long TICK_MS = 10; // USER_HZ is 100 wherever Java runs on Linux
    private static final long MAX_TICKS = WINDOW_MS / TICK_MS / 100;

    @RegisterExtension
    final TestHost host = new TestHost();

    @Test
    void shouldUseUnderOnePercentOfAProcessorWhenIdle()
    {
        final Container one = host.container("one");
        host.tulle().up("""
            docker: {socket: %s, api: %s}
            networks: {lan: {ipam: {config: [{subnet: 10.48.0.0/24}]}}}
            containers:
              one: {netns: "@one", networks: {lan: {ipv4_address: 10.48.0.2}}}
              two: {networks: {lan: {ipv4_address: 10.48.0.3}}}
            """.formatted(host.directory().resolve("tulle.sock"), host.directory().resolve("none.sock")));
        assertTrue(one.reaches("10.48.0.3"), "it was awake");

        // the compiler of the JVM still works on what the start made hot, so the first windows may not count
        final long[] ticks = new long[1];
        Eventually.eventually(() -> ticks[0] + " ticks in " + WINDOW_MS + " ms", () ->
        {
            final long before = processorTicks();
            Thread.sleep(WINDOW_MS); // what is measured is this very time
            ticks[0] = processorTicks() - before;
            return ticks[0] < MAX_TICKS;
        });
        assertTrue(one.reaches("10.48.0.3"), "it wakes up again");
    }

    /** utime and stime of the daemon: fields 14 and 15 of proc(5)'s stat, counted behind the name. */
    private long processorTicks() throws IOException
    {
        final String stat = Files.readString(Path.of("/proc", Long.toString(host.tulle().daemon().pid()), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
