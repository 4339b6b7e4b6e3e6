package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a running container off a network. */
@Command(name = "disconnect", description = "Take CONTAINER off NETWORK while it runs: it loses that interface.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network disconnect blue web",
        "  tulle network disconnect -f blue web   # its namespace is gone"})
final class NetworkDisconnectCommand extends TulleCommand
{
    @Parameters(index = "0", paramLabel = "NETWORK", description = "Name or id.")
    private String network;
    @Parameters(index = "1", paramLabel = "CONTAINER", description = "Its name.")
    private String container;
    @Option(names = {"-f", "--force"}, description = "Forget it even if its device cannot be removed.")
    private boolean isForced;

    @Override
    public Integer call()
    {
        client().disconnect(network, container, isForced);
        return ExitCodes.OK;
    }
}
