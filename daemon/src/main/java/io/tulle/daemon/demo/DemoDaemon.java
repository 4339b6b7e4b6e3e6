package io.tulle.daemon.demo;

import io.tulle.control.ControlClient;
import io.tulle.control.DaemonNotRunningException;
import io.tulle.control.ShutdownMode;
import io.tulle.daemon.StartupException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Tulle that the demo shows: a process of its own, started as a user starts it, through the launcher. */
final class DemoDaemon
{
    private static final long MAX_END_SECONDS = 20;
    private static final long POLL_MS = 20;

    private final String namespacePath;
    private final Path folder;
    private final Path log;
    private final Process process;
    private final long startNs = System.nanoTime();

    /** @param namespacePath the namespace that is its host */
    DemoDaemon(final String namespacePath, final Path folder, final Path topology) throws IOException
    {
        this.namespacePath = namespacePath;
        this.folder = folder;
        log = folder.resolve("daemon.log");
        // setsid: Ctrl-C is for the demo, which then ends its Tulle in order
        final List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(words("up", "-f", topology.toString()));
        final ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TULLE_NO_BUILD", "1");
        builder.environment().put("TULLE_NO_INSTALL", "1");
        process = builder.redirectError(log.toFile()).start();
    }

    private List<String> words(final String... command)
    {
        final String launcher = System.getProperty("tulle.launcher");
        if (null == launcher)
        {
            throw new StartupException("tulle.launcher is not set: run the demo by bin/tulle demo");
        }
        final List<String> words = new ArrayList<>(List.of(launcher));
        words.addAll(List.of(command));
        words.addAll(List.of("--run-dir", folder.resolve("run").toString(),
            "--state-dir", folder.resolve("state").toString()));
        return Shell.inside(namespacePath, words);
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

    /** Ends it as systemctl stop does: what it made stays for the next start. */
    void stop() throws InterruptedException
    {
        process.destroy();
        if (!process.waitFor(MAX_END_SECONDS, TimeUnit.SECONDS))
        {
            throw new DemoFailure("Tulle did not end within " + MAX_END_SECONDS + " s");
        }
    }

    /** Ends it with all that it made. */
    void remove() throws IOException, InterruptedException
    {
        if (!process.isAlive() || !askToEnd())
        {
            process.destroyForcibly().waitFor();
            Shell.run(words("down")); // whatever state it died in: down removes what the state says
        }
    }

    /** One that is still starting is waited for: killed half-way, it would leave what it has not written down yet. */
    private boolean askToEnd() throws InterruptedException
    {
        final ControlClient client = new ControlClient(folder.resolve("run").resolve("tulle.sock"));
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_END_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadlineNs)
        {
            try
            {
                client.shutdown(ShutdownMode.DOWN);
                return process.waitFor(MAX_END_SECONDS, TimeUnit.SECONDS);
            }
            catch (final DaemonNotRunningException ex)
            {
                process.waitFor(POLL_MS, TimeUnit.MILLISECONDS); // not yet
            }
        }
        return false;
    }
}
