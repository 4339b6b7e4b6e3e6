package io.tulle.daemon.cli;

import io.tulle.control.DnsJson;
import io.tulle.control.JsonText;
import io.tulle.control.NameSource.NameRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/** Lists the names that Tulle itself answers. */
@Command(name = "ls", description = {
    "List names of containers, and where each comes from.",
    "A container sees the names of its networks, and its own extra_hosts."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns ls",
        "  tulle dns ls -n front",
        "  tulle dns ls -c web --json | jq -r '.[] | select(.type == \"A\") | .value + \" \" + .name'"})
final class DnsLsCommand extends TulleCommand
{
    @Option(names = {"-n", "--network"}, paramLabel = "NETWORK", description = "Only those of this network.")
    private String network;
    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER", description = "Only those that it sees.")
    private String container;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final List<NameRow> rows = client().names(network, container);
        if (json.isJson())
        {
            out().println(JsonText.pretty(DnsJson.encode(rows)));
            return ExitCodes.OK;
        }
        final Table table = new Table("NAME", "TYPE", "VALUE", "TTL", "NETWORK", "CONTAINER", "SOURCE");
        for (final NameRow row : rows)
        {
            table.row(row.name(), row.type(), row.value(), row.ttlS(), row.network(), row.container(), row.source());
        }
        table.print(out());
        return ExitCodes.OK;
    }
}
