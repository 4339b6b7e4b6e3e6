package io.tulle.daemon.cli;

import io.tulle.control.ControlClient;
import io.tulle.daemon.DaemonSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** What every subcommand has at hand: where to print, whom to ask, which instance. Used by the main thread. */
public abstract class TulleCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    protected final PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err()
    {
        return spec.commandLine().getErr();
    }

    final Tulle root()
    {
        return (Tulle) spec.root().userObject();
    }

    final Path runDir()
    {
        return root().runDir();
    }

    final DaemonSettings settings()
    {
        return new DaemonSettings(root().runDir(), root().stateDir());
    }

    /** Made when it is asked for, so that commands which need no daemon load no HTTP client. */
    final ControlClient client()
    {
        return new ControlClient(settings().socket());
    }
}
