package io.tulle.daemon.cli;

import io.tulle.control.NetworkRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/** Lists networks. */
@Command(name = "ls", aliases = "list", description = "List networks.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle network ls",
        "  tulle network rm $(tulle network ls -q)"})
final class NetworkLsCommand extends TulleCommand
{
    @Mixin
    private JsonOption json;
    @Option(names = {"-q", "--quiet"}, description = "Print ids only.")
    private boolean isQuiet;
    @Option(names = "--no-trunc", description = "Print whole ids.")
    private boolean isWhole;

    @Override
    public Integer call()
    {
        final List<NetworkRow> networks = client().networks();
        if (json.isJson())
        {
            Json.print(out(), networks);
        }
        else if (isQuiet)
        {
            networks.forEach(network -> out().println(id(network)));
        }
        else
        {
            table(networks).print(out());
        }
        return ExitCodes.OK;
    }

    private Table table(final List<NetworkRow> networks)
    {
        final Table table = new Table("NETWORK ID", "NAME", "DRIVER", "SCOPE", "SUBNETS", "INTERNAL", "ENDPOINTS");
        for (final NetworkRow network : networks)
        {
            table.row(id(network), network.name(), network.driver(), network.scope(),
                String.join(" ", network.subnets()), network.internal() ? "yes" : "no", network.endpoints());
        }
        return table;
    }

    private String id(final NetworkRow network)
    {
        return isWhole ? network.id() : network.shortId();
    }
}
