package io.tulle.daemon.cli;

import io.tulle.control.FdbEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Shows the filtering database of a network. */
@Command(name = "fdb", description = "Show which MAC addresses a network knows, and behind which port each one is.",
    footerHeading = "%nExamples:%n", footer = {
        "  tulle fdb front",
        "  tulle fdb front --json | jq length"})
final class FdbCommand extends TulleCommand
{
    @Parameters(paramLabel = "NETWORK", description = "Name or id.")
    private String network;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final List<FdbEntry> entries = client().fdb(network);
        if (json.isJson())
        {
            Json.print(out(), entries);
            return ExitCodes.OK;
        }
        final Table table = new Table("MAC", "PORT", "CONTAINER", "TYPE", "AGE");
        for (final FdbEntry entry : entries)
        {
            table.row(entry.mac(), entry.port(), entry.container(), entry.isStatic() ? "static" : "learned",
                entry.isStatic() ? "-" : entry.ageSeconds() + " s");
        }
        table.print(out());
        return ExitCodes.OK;
    }
}
