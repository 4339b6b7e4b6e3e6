package io.tulle.daemon.cli;

import io.tulle.control.DaemonNotRunningException;
import io.tulle.daemon.StartupException;
import picocli.CommandLine;

import java.io.PrintWriter;

/** Tells a user what went wrong in one clear line, and in a stack trace only when TULLE_DEBUG=1 asks for it. */
final class ErrorPrinter implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler
{
    private final boolean isDebug;

    ErrorPrinter(final boolean isDebug)
    {
        this.isDebug = isDebug;
    }

    @Override
    public int handleParseException(final CommandLine.ParameterException failure, final String[] args)
    {
        final CommandLine command = failure.getCommandLine();
        final PrintWriter err = command.getErr();
        final String line = firstLine(failure.getMessage());
        err.println("tulle: " + line + (line.endsWith("?") ? " See " : "; see ") +
            command.getCommandSpec().qualifiedName() + " --help");
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        trace(failure, err);
        return ExitCodes.USAGE;
    }

    @Override
    public int handleExecutionException(
        final Exception failure, final CommandLine command, final CommandLine.ParseResult parsed)
    {
        final PrintWriter err = command.getErr();
        command.getOut().flush();
        if (failure instanceof CommandException)
        {
            ((CommandException) failure).lines().forEach(err::println);
        }
        else
        {
            err.println("tulle: " + sentence(failure));
        }
        trace(failure, err);
        err.flush();
        return exitCode(failure);
    }

    private static int exitCode(final Exception failure)
    {
        return failure instanceof CommandException ? ((CommandException) failure).exitCode() :
            failure instanceof DaemonNotRunningException ? ExitCodes.NOT_RUNNING : ExitCodes.FAILED;
    }

    private static String sentence(final Exception failure)
    {
        final String message = failure.getMessage();
        final boolean isExplained = failure instanceof io.tulle.control.ControlException ||
            failure instanceof DaemonNotRunningException || failure instanceof StartupException;
        return isExplained && null != message ? message :
            failure instanceof java.io.IOException && null != message ? InputFailure.sentence(failure, message) :
            "unexpected " + failure + "; TULLE_DEBUG=1 shows where";
    }

    private static String firstLine(final String message)
    {
        final int end = message.indexOf('\n');
        final String line = end < 0 ? message : message.substring(0, end);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private void trace(final Exception failure, final PrintWriter err)
    {
        if (isDebug)
        {
            failure.printStackTrace(err);
        }
    }
}
