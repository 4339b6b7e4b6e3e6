package io.tulle.daemon.cli;

import java.util.List;

/** Ends a command with lines for the user and an exit code; thrown by commands, printed by {@link ErrorPrinter}. */
final class CommandException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;

    private CommandException(final int exitCode, final List<String> lines)
    {
        super(String.join("\n", lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** It was understood and did not work. */
    static CommandException failed(final String line)
    {
        return new CommandException(ExitCodes.FAILED, List.of("tulle: " + line));
    }

    /** What was asked makes no sense. */
    static CommandException usage(final String line)
    {
        return new CommandException(ExitCodes.USAGE, List.of("tulle: " + line));
    }

    /** The lines have the place of each mistake in front, as compilers write it. */
    static CommandException badFile(final List<String> lines)
    {
        return new CommandException(ExitCodes.USAGE, lines);
    }

    int exitCode()
    {
        return exitCode;
    }

    List<String> lines()
    {
        return lines;
    }
}
