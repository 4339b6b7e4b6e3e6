package io.tulle.daemon.cli;

import io.tulle.control.ControlClient;
import io.tulle.control.DaemonNotRunningException;
import io.tulle.control.ShutdownMode;
import io.tulle.daemon.TulleDaemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a Tulle and removes what it made; if it is dead already, removes what its state says it made. */
@Command(name = "down", description = {
    "End the Tulle of --run-dir and remove every interface, namespace and file that it made.",
    "Works after a kill -9 too: then it removes what --state-dir says."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle down",
        "  tulle down --keep    # end it as SIGTERM does: containers keep their interfaces"})
final class DownCommand extends TulleCommand
{
    private static final long MAX_WAIT_MS = 120_000; // a thousand containers take half a minute on a busy machine
    private static final long POLL_MS = 20;

    @Option(names = "--keep", description = "Leave interfaces and namespaces for the next up.")
    private boolean isKeeping;

    @Override
    public Integer call() throws InterruptedException
    {
        final ControlClient client = client();
        try
        {
            final long pid = client.version().pid();
            client.shutdown(isKeeping ? ShutdownMode.STOP : ShutdownMode.DOWN);
            awaitEnd(pid);
            return ExitCodes.OK;
        }
        catch (final DaemonNotRunningException ex)
        {
            if (isKeeping)
            {
                throw ex;
            }
            return cleanUp();
        }
    }

    private int cleanUp()
    {
        final List<String> failures = TulleDaemon.cleanUp(settings());
        failures.forEach(failure -> err().println("tulle: " + failure));
        return failures.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** The process id and not the socket is watched, because the daemon closes its socket before it has removed all. */
    private static void awaitEnd(final long pid) throws InterruptedException
    {
        final ProcessHandle daemon = ProcessHandle.of(pid).orElse(null);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
        while (null != daemon && daemon.isAlive())
        {
            if (System.nanoTime() > deadlineNs)
            {
                throw CommandException.failed("process " + pid + " was told to end and still runs after " +
                    TimeUnit.MILLISECONDS.toSeconds(MAX_WAIT_MS) + " s; look at its output, then kill it and repeat");
            }
            Thread.sleep(POLL_MS);
        }
    }
}
