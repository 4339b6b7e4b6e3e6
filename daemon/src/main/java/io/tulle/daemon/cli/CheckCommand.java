package io.tulle.daemon.cli;

import io.tulle.config.LoadResult;
import io.tulle.config.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells whether a topology is good, without a daemon and without root. */
@Command(name = "check", description = {
    "Check FILE and print every mistake in it, one a line: file:line:column: key: value, what is wrong; what to do.",
    "Needs neither root nor a running Tulle. Exit code 2 if there is a mistake."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle check -f shop.yaml",
        "  tulle check -f shop.yaml --json | jq -r '.problems[].line'"})
final class CheckCommand extends TulleCommand
{
    @Mixin
    private TopologyFile topologyFile;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final LoadResult result = topologyFile.load();
        if (json.isJson())
        {
            Json.print(out(), view(result));
            return result.isGood() ? ExitCodes.OK : ExitCodes.USAGE;
        }
        final Topology topology = topologyFile.topology(err());
        out().println(topologyFile.file() + ": good: " + count(topology.networks().size(), "network") + ", " +
            count(topology.containers().size(), "container"));
        return ExitCodes.OK;
    }

    private static Map<String, Object> view(final LoadResult result)
    {
        final Map<String, Object> view = new LinkedHashMap<>();
        view.put("good", result.isGood());
        view.put("problems", result.problems());
        view.put("warnings", result.isGood() ? result.topology().warnings() : List.of());
        return view;
    }

    private static String count(final int size, final String noun)
    {
        return size + " " + noun + (1 == size ? "" : "s");
    }
}
