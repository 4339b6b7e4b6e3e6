package io.tulle.daemon.cli;

import io.tulle.control.ControlClient;
import io.tulle.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Removes networks that nobody is connected to. */
@Command(name = "rm", aliases = "remove",
    description = "Remove networks that have no containers, and print the name of each.",
    footerHeading = "%nExamples:%n", footer = {"  tulle network rm blue"})
final class NetworkRmCommand extends TulleCommand
{
    @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "Name or id.")
    private List<String> networks;

    @Override
    public Integer call()
    {
        final ControlClient client = client();
        int exitCode = ExitCodes.OK;
        for (final String network : networks)
        {
            try
            {
                client.removeNetwork(network);
                out().println(network);
            }
            catch (final ControlException ex)
            {
                err().println("tulle: " + ex.getMessage());
                exitCode = ExitCodes.FAILED;
            }
        }
        return exitCode;
    }
}
