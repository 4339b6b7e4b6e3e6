package io.tulle.daemon.demo;

import io.tulle.control.ContainerRow;
import io.tulle.control.ControlClient;
import io.tulle.control.ShutdownMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The demo's own host: a namespace that Tulle runs in, a folder for all its files, and the processes that were started.
 * Closed by the main thread, or by the shutdown hook after Ctrl-C; whoever is first does it.
 */
final class DemoHost implements AutoCloseable
{
    static final String WEB_FRONT = "10.30.0.2";
    static final String DB = "10.31.0.10";

    private static final long MAX_END_SECONDS = 20;

    private final String name = "tulle-demo-" + ProcessHandle.current().pid();
    private final Path folder;
    private final String launcher;
    private final List<Process> helpers = new ArrayList<>();
    private DemoDaemon daemon;
    private boolean isClosed;

    private DemoHost(final Path folder, final String launcher)
    {
        this.folder = folder;
        this.launcher = launcher;
    }

    static DemoHost create() throws IOException, InterruptedException
    {
        final String launcher = System.getProperty("tulle.launcher");
        if (null == launcher)
        {
            throw new DemoFailure("tulle.launcher is not set: run the demo by bin/tulle demo");
        }
        final DemoHost host = new DemoHost(Files.createTempDirectory("tulle-demo"), launcher);
        final Shell.Outcome outcome = Shell.run("ip", "netns", "add", host.name);
        if (!outcome.isGood())
        {
            host.close();
            throw new DemoFailure("cannot make a network namespace: " + outcome.lastLine() + "; be root (sudo)");
        }
        Shell.run("ip", "-n", host.name, "link", "set", "lo", "up");
        Files.writeString(host.topologyFile(), host.topology());
        return host;
    }

    String topology()
    {
        return """
            name: %s
            networks:
              front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
              back: {internal: true, ipam: {config: [{subnet: 10.31.0.0/24}]}}
            containers:
              web:
                netns: create
                networks: {front: {ipv4_address: %s}, back: {}}
              client:
                netns: create
                networks: {front: {}}
              db:
                netns: create
                networks: {back: {ipv4_address: %s}}
            """.formatted(name, WEB_FRONT, DB);
    }

    DemoResult startTulle() throws IOException, InterruptedException
    {
        synchronized (this)
        {
            checkOpen();
            daemon = new DemoDaemon(launcher, "/run/netns/" + name, folder, topologyFile());
        }
        return daemon.awaitReady();
    }

    DemoResult residentMemory() throws IOException
    {
        return daemon.residentMemory();
    }

    String namespace(final String container)
    {
        for (final ContainerRow row : client().containers())
        {
            if (row.name().equals(container) && null != row.path())
            {
                return row.path();
            }
        }
        throw new DemoFailure("container " + container + " is not attached");
    }

    /** Starts a program in a container's namespace that runs until the demo ends. */
    synchronized Process start(final String container, final List<String> command) throws IOException
    {
        checkOpen();
        final Process process = new ProcessBuilder(Shell.inside(namespace(container), command))
            .redirectError(folder.resolve("helpers.log").toFile()).start();
        helpers.add(process);
        return process;
    }

    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        try
        {
            for (final Process helper : helpers)
            {
                helper.destroyForcibly().waitFor();
            }
            removeTulle();
            Shell.run("ip", "netns", "delete", name);
            deleteFolder();
        }
        catch (final IOException | InterruptedException ex)
        {
            System.err.println("tulle: the demo could not remove all of its things in " + folder + ": " + ex);
        }
    }

    private void removeTulle() throws IOException, InterruptedException
    {
        if (null == daemon)
        {
            return;
        }
        if (!daemon.isAlive() || !askToEnd())
        {
            daemon.kill();
            // whatever state it died in: down removes what the state says
            Shell.run(Shell.inside("/run/netns/" + name, List.of(launcher, "down",
                "--run-dir", folder.resolve("run").toString(), "--state-dir", folder.resolve("state").toString())));
        }
    }

    private boolean askToEnd() throws InterruptedException
    {
        try
        {
            client().shutdown(ShutdownMode.DOWN);
            return daemon.awaitEnd(MAX_END_SECONDS, TimeUnit.SECONDS);
        }
        catch (final RuntimeException ex)
        {
            return false; // it does not answer: the caller kills it and removes its things
        }
    }

    private ControlClient client()
    {
        return new ControlClient(folder.resolve("run").resolve("tulle.sock"));
    }

    private Path topologyFile()
    {
        return folder.resolve("demo.yaml");
    }

    private void checkOpen()
    {
        if (isClosed)
        {
            throw new DemoFailure("interrupted");
        }
    }

    private void deleteFolder() throws IOException
    {
        try (Stream<Path> files = Files.walk(folder))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.delete(file);
            }
        }
    }
}
