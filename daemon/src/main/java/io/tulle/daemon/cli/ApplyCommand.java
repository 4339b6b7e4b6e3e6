package io.tulle.daemon.cli;

import io.tulle.control.ApplyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;

/** Changes a running Tulle to what a file says. */
@Command(name = "apply", description = {
    "Change the running Tulle to FILE. What is the same in both does not lose a frame.",
    "Networks and connections that were made by tulle network ... stay. Exit code 1 if a part of it failed."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle plan -f shop.yaml && tulle apply -f shop.yaml"})
final class ApplyCommand extends TulleCommand
{
    @Mixin
    private TopologyFile topologyFile;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException
    {
        final ApplyResult result = client().apply(topologyFile.absoluteName(), topologyFile.text(err()));
        if (json.isJson())
        {
            out().println(result.json().toPrettyString());
        }
        else if (result.lines().isEmpty())
        {
            out().println("nothing to change");
        }
        else
        {
            result.lines().forEach(out()::println);
        }
        result.failures().forEach(failure -> err().println("tulle: " + failure));
        return result.failures().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
