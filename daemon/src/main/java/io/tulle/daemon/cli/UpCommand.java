package io.tulle.daemon.cli;

import io.tulle.config.Topology;
import io.tulle.control.ApplyReport;
import io.tulle.control.ShutdownMode;
import io.tulle.daemon.TulleDaemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** Runs a Tulle in the foreground until it is told to end. */
@Command(name = "up", description = {
    "Run Tulle in the foreground with the networks and containers of FILE.",
    "Prints one line when it is ready, and tells systemd. SIGHUP reads FILE again and applies it.",
    "SIGTERM and Ctrl-C stop it and leave the containers' interfaces in place: connections live until the next up.",
    "To remove them too: tulle down. One line for a container that could not be attached; the others run."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle up -f shop.yaml",
        "  tulle up -f test.yaml --run-dir /run/tulle-test --state-dir /var/lib/tulle-test   # beside another one",
        "  systemctl reload tulle                                                            # after an edit"})
final class UpCommand extends TulleCommand
{
    @Mixin
    private TopologyFile topologyFile;

    private TulleDaemon running;
    private boolean isEndAsked;

    @Override
    public Integer call()
    {
        final Topology topology = topologyFile.topology(err());
        Signals.onSignal("TERM", this::end);
        Signals.onSignal("INT", this::end);
        Signals.onSignal("HUP", this::reload);
        try (TulleDaemon daemon = TulleDaemon.start(settings(), topology))
        {
            started(daemon);
            daemon.restored().problems().forEach(problem -> err().println("tulle: " + problem));
            report(daemon.report());
            out().println(daemon.readyLine());
            daemon.awaitShutdown();
        }
        return ExitCodes.OK;
    }

    private synchronized void started(final TulleDaemon daemon)
    {
        running = daemon;
        if (isEndAsked)
        {
            daemon.stop(ShutdownMode.STOP);
        }
    }

    /** A start is not cut off half-way: what it makes must be written down, or nobody would ever remove it. */
    private synchronized void end()
    {
        isEndAsked = true;
        if (null != running)
        {
            running.stop(ShutdownMode.STOP);
        }
    }

    /** A bad file changes nothing: the daemon goes on with the last good one. */
    private synchronized void reload()
    {
        if (null == running)
        {
            return; // the start will read the file
        }
        try
        {
            final ApplyReport report = running.reload(topologyFile.topology(err()));
            report.plan().lines().forEach(out()::println);
            report(report);
            out().println(topologyFile.file() + " applied, " + report.plan().changes().size() + " changes");
        }
        catch (final CommandException ex)
        {
            ex.lines().forEach(err()::println);
            err().println("tulle: " + topologyFile.file() + " not applied, nothing changed");
        }
        catch (final RuntimeException ex)
        {
            err().println("tulle: " + topologyFile.file() + " not applied: " + ex.getMessage());
        }
    }

    private void report(final ApplyReport report)
    {
        final List<String> failures = report.failures();
        failures.forEach(failure -> err().println("tulle: " + failure));
    }
}
