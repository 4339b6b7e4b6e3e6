package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tulle.control.ControlClient;
import io.tulle.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Prints all about networks in Docker's JSON. */
@Command(name = "inspect", description = "Print Docker's JSON for each NETWORK, as one array; what does not exist is " +
    "named on stderr.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network inspect front back",
        "  tulle network inspect front | jq '.[0].Containers'"})
final class NetworkInspectCommand extends TulleCommand
{
    @Parameters(arity = "1..*", paramLabel = "NETWORK", description = "Name or id.")
    private List<String> networks;

    @Option(names = "--json", description = "As without it: the output is JSON.")
    private boolean isJson;

    @Override
    public Integer call()
    {
        final ControlClient client = client();
        final ArrayNode found = JsonNodeFactory.instance.arrayNode();
        int exitCode = ExitCodes.OK;
        for (final String network : networks)
        {
            try
            {
                found.add(client.inspect(network));
            }
            catch (final ControlException ex)
            {
                err().println("tulle: " + ex.getMessage());
                exitCode = ExitCodes.FAILED;
            }
        }
        out().println(found.toPrettyString());
        return exitCode;
    }
}
