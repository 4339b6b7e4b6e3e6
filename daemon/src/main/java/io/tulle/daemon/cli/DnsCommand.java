package io.tulle.daemon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands that look at names. */
@Command(name = "dns", synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n",
    description = "Look at names: which there are, how a question is answered and why, what containers ask.",
    subcommands = {DnsLsCommand.class, DnsQueryCommand.class, DnsLogCommand.class, DnsStatCommand.class,
        DnsFlushCommand.class},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns ls -c web",
        "  tulle dns query -c web db",
        "  tulle dns log                            # until Ctrl-C"})
final class DnsCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Override
    public void run()
    {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command of dns?");
    }
}
