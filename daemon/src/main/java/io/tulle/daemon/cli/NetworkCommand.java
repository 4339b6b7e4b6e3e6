package io.tulle.daemon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands that change networks live, in the words of docker network. */
@Command(name = "network", synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n",
    description = "Make, remove and look at networks of the running Tulle, as docker network does.",
    subcommands = {NetworkLsCommand.class, NetworkInspectCommand.class, NetworkCreateCommand.class,
        NetworkRmCommand.class, NetworkConnectCommand.class, NetworkDisconnectCommand.class},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network create --subnet 10.40.0.0/24 blue",
        "  tulle network connect --ip 10.40.0.9 blue web",
        "  tulle network inspect blue"})
final class NetworkCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Override
    public void run()
    {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command of network?");
    }
}
