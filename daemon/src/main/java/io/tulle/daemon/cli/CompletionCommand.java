package io.tulle.daemon.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a script that teaches bash the commands and options. */
@Command(name = "completion", description = "Print the completion script for bash.",
    footerHeading = "%nExamples:%n", footer = {
        "  source <(tulle completion)",
        "  tulle completion > /etc/bash_completion.d/tulle"})
final class CompletionCommand extends TulleCommand
{
    @Override
    public Integer call()
    {
        out().print(AutoComplete.bash("tulle", root().spec().commandLine()));
        out().flush();
        return ExitCodes.OK;
    }
}
