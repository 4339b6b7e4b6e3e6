package io.tulle.daemon.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Tulle that the demo shows: a process of its own, started as a user starts it, through the launcher. */
final class DemoDaemon
{
    private final Process process;
    private final Path log;
    private final long startNs = System.nanoTime();

    /** @param namespacePath the namespace that is its host */
    DemoDaemon(final String launcher, final String namespacePath, final Path folder, final Path topology)
        throws IOException
    {
        log = folder.resolve("daemon.log");
        // setsid: Ctrl-C is for the demo, which then ends its Tulle in order
        final ProcessBuilder builder = new ProcessBuilder("setsid", "nsenter", "--net=" + namespacePath, "--",
            launcher, "up", "-f", topology.toString(), "--run-dir", folder.resolve("run").toString(),
            "--state-dir", folder.resolve("state").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TULLE_NO_BUILD", "1");
        builder.environment().put("TULLE_NO_INSTALL", "1");
        process = builder.redirectError(log.toFile()).start();
    }

    DemoResult awaitReady() throws IOException
    {
        final BufferedReader output = process.inputReader();
        for (String line = output.readLine(); null != line; line = output.readLine())
        {
            if (line.startsWith("tulle: ready"))
            {
                final double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
                return DemoResult.of(true, "Tulle starts", "ready after %.2f s".formatted(seconds));
            }
        }
        final List<String> lines = Files.readAllLines(log);
        throw new DemoFailure("Tulle did not start" + (lines.isEmpty() ? "" : ": " + String.join(" | ", lines)));
    }

    DemoResult residentMemory() throws IOException
    {
        for (final String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")))
        {
            if (line.startsWith("VmHWM:"))
            {
                final long kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
                return DemoResult.of(true, "Tulle's memory", kilobytes / 1024 + " MB resident at most");
            }
        }
        return DemoResult.failed("Tulle's memory", "no VmHWM in /proc/" + process.pid() + "/status");
    }

    boolean is(final ProcessHandle other)
    {
        return process.toHandle().equals(other);
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    boolean awaitEnd(final long time, final TimeUnit unit) throws InterruptedException
    {
        return process.waitFor(time, unit);
    }

    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }
}
