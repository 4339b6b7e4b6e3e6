package io.tulle.daemon.cli;

import io.tulle.control.ControlClient;
import io.tulle.control.ShutdownMode;
import io.tulle.daemon.DaemonSettings;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does once what users do, so that the classes for it are loaded when the JVM writes its class-data archive at exit.
 * Run by bin/tulle after a build, in a network namespace of its own.
 */
@Command(name = "warm-up", hidden = true,
    description = "Load what a start needs, for the archive that bin/tulle makes.",
    footerHeading = "%nExamples:%n", footer = {
        "  unshare --net java -XX:ArchiveClassesAtExit=tulle.jsa -jar tulle-daemon.jar warm-up"})
final class WarmUpCommand extends TulleCommand
{
    private static final long POLL_MS = 20;
    private static final long MAX_WAIT_MS = 20_000;
    private static final String TOPOLOGY = """
        name: tulle-warm-up-%d
        networks:
          one: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
        containers:
          first: {netns: create, networks: [one]}
          second: {netns: create, networks: {one: {ipv4_address: 10.30.0.9}}}
        """;

    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        final Path folder = Files.createTempDirectory("tulle-warm-up");
        final Path file = folder.resolve("topology.yaml");
        Files.writeString(file, TOPOLOGY.formatted(ProcessHandle.current().pid()));
        try
        {
            run(folder, "--help");
            run(folder, "check", "-f", file.toString());
            final Thread daemon = new Thread(() -> run(folder, "up", "-f", file.toString()), "tulle-warm-up");
            daemon.start();
            askAll(folder, daemon);
            daemon.join(MAX_WAIT_MS);
            run(folder, "down");
        }
        finally
        {
            delete(folder);
        }
        return ExitCodes.OK;
    }

    private void askAll(final Path folder, final Thread daemon) throws InterruptedException
    {
        final ControlClient client = new ControlClient(new DaemonSettings(folder.resolve("run"), folder).socket());
        while (daemon.isAlive() && !client.isRunning())
        {
            Thread.sleep(POLL_MS);
        }
        if (!daemon.isAlive())
        {
            return; // it may not run here (no root, no tun): the archive then holds what the other commands need
        }
        for (final List<String> words : List.of(List.of("ps"), List.of("ps", "--json"), List.of("network", "ls"),
            List.of("network", "inspect", "one"), List.of("fdb", "one"), List.of("stat"), List.of("drops"),
            List.of("dns", "ls"), List.of("dns", "query", "second", "-c", "first"), List.of("dns", "stat"),
            List.of("plan", "-f", folder.resolve("topology.yaml").toString())))
        {
            run(folder, words.toArray(new String[0]));
        }
        client.shutdown(ShutdownMode.DOWN);
    }

    private void run(final Path folder, final String... words)
    {
        final String[] all = Stream.concat(Stream.of(words), Stream.of("--run-dir", folder.resolve("run").toString(),
            "--state-dir", folder.resolve("state").toString())).toArray(String[]::new);
        Tulle.run(nowhere, nowhere, all);
    }

    private static void delete(final Path folder) throws IOException
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
