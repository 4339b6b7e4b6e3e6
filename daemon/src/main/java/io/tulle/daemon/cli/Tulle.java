package io.tulle.daemon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Hands the user's words to one subcommand of {@code tulle}. Its main thread does all that is not the daemon's. */
@Command(name = "tulle", description = "A userspace switch for containers, described by one YAML file.",
    synopsisSubcommandLabel = "COMMAND", versionProvider = VersionCommand.class,
    optionListHeading = "%nOptions of every command:%n", commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done",
        "1:it failed, or a part of it did; stderr says what",
        "2:the command line or the file is wrong and nothing was done; plan --exit-code: there are changes",
        "3:no Tulle runs there"},
    footerHeading = "%nExamples:%n",
    footer = {
        "  tulle up -f shop.yaml                 # run it in the foreground",
        "  tulle ps                              # in another terminal: who has which address",
        "  tulle exec web -- ping -c 1 10.30.0.2 # run a command where the container is",
        "  tulle network --help                  # every command has examples",
        "%nTULLE_DEBUG=1 in the environment adds stack traces to errors."})
public final class Tulle implements Runnable
{
    @Option(names = "--run-dir", paramLabel = "DIR", scope = ScopeType.INHERIT, defaultValue = "/run/tulle",
        description = "Where socket and counters of this instance are (${DEFAULT-VALUE}).")
    private Path runDir;

    @Option(names = "--state-dir", paramLabel = "DIR", scope = ScopeType.INHERIT, defaultValue = "/var/lib/tulle",
        description = "Where this instance keeps what it made (${DEFAULT-VALUE}).")
    private Path stateDir;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    private boolean isHelp;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version.")
    private boolean isVersion;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final PrintStream stdout;

    private Tulle(final PrintStream stdout)
    {
        this.stdout = stdout;
    }

    public static void main(final String[] args)
    {
        // UTF-8 whatever the locale says: names in a topology are UTF-8 too
        final PrintStream stdout = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false,
            StandardCharsets.UTF_8);
        final PrintStream stderr = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true,
            StandardCharsets.UTF_8);
        final int exitCode = run(stdout, stderr, args);
        stdout.flush();
        System.exit(exitCode);
    }

    /** One command from its words to its exit code. */
    public static int run(final PrintStream stdout, final PrintStream stderr, final String... args)
    {
        final CommandLine commandLine = commandLine(stdout, args)
            .setOut(new PrintWriter(stdout, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(stderr, true, StandardCharsets.UTF_8));
        return commandLine.execute(args);
    }

    static CommandLine commandLine(final PrintStream stdout, final String... args)
    {
        final CommandLine commandLine = new CommandLine(new Tulle(stdout));
        Subcommands.addTo(commandLine, args);
        final ErrorPrinter errors = new ErrorPrinter("1".equals(System.getenv("TULLE_DEBUG")));
        return commandLine
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors)
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(110)
            .setOverwrittenOptionsAllowed(false);
    }

    @Override
    public void run()
    {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    Path runDir()
    {
        return runDir.toAbsolutePath();
    }

    Path stateDir()
    {
        return stateDir.toAbsolutePath();
    }

    /** For bytes; text goes to the command line's own writer. */
    PrintStream stdout()
    {
        return stdout;
    }

    CommandLine.Model.CommandSpec spec()
    {
        return spec;
    }
}
