package io.tulle.daemon.cli;

import io.tulle.control.ContainerRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command in a container's network namespace, as if the user had typed it there: same terminal, same exit code.
 * It is nsenter of util-linux that enters the namespace: setns() changes one thread only, and a JVM has many, so this
 * process can neither move itself nor fork from a thread that has moved.
 */
@Command(name = "exec", description = {
    "Run CMD in the network namespace of CONTAINER.",
    "Files and processes are the host's: only the network is the container's, and its resolv.conf.",
    "The exit code is that of CMD; 127 if it is not found."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle exec web -- ip addr",
        "  tulle exec web -- ping -c 3 172.30.0.10",
        "  tulle exec web -- bash"})
final class ExecCommand extends TulleCommand
{
    @Parameters(index = "0", paramLabel = "CONTAINER", description = "Its name in the file.")
    private String container;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "The command and its words.")
    private List<String> words;

    @Override
    public Integer call() throws InterruptedException
    {
        final List<String> commandLine = commandLine(client().containers(), container, words, settings().netnsDir());
        // the terminal sends Ctrl-C to both; it is the command's to decide what it means
        Signals.onSignal("INT", () -> { });
        try
        {
            return new ProcessBuilder(commandLine).inheritIO().start().waitFor();
        }
        catch (final IOException ex)
        {
            throw CommandException.failed("cannot run " + commandLine.get(0) + ": " + ex.getMessage() +
                "; install util-linux");
        }
    }

    static List<String> commandLine(final List<ContainerRow> rows, final String name, final List<String> words,
        final Path netnsDir)
    {
        final ContainerRow row = find(rows, name);
        if (null == row.path())
        {
            throw CommandException.failed("the namespace of " + name + " is not known: it is not attached; " +
                "tulle apply -f FILE tries again");
        }
        final List<String> commandLine = new ArrayList<>(List.of("nsenter", "--net=" + row.path(), "--"));
        commandLine.addAll(ResolvConfMount.words(netnsDir, Path.of(row.path())));
        commandLine.addAll("--".equals(words.get(0)) ? words.subList(1, words.size()) : words);
        return commandLine;
    }

    private static ContainerRow find(final List<ContainerRow> rows, final String name)
    {
        for (final ContainerRow row : rows)
        {
            if (row.name().equals(name))
            {
                return row;
            }
        }
        throw CommandException.failed("no such container: " + name + "; tulle ps lists them");
    }
}
