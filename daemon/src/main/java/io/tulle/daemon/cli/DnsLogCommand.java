package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/** Shows what containers ask, as they ask it. */
@Command(name = "log", description = {
    "Show each question of containers as it is answered, until Ctrl-C.",
    "Containers are answered whether or not the log keeps up."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns log",
        "  tulle dns log -c web",
        "  tulle dns log --json | jq --unbuffered -r 'select(.status != \"NOERROR\") | .name'"})
final class DnsLogCommand extends TulleCommand
{
    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER", description = "Only those of this container.")
    private String container;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException
    {
        final DnsLogOutput output = new DnsLogOutput(root().stdout(), json.isJson());
        Signals.onSignal("INT", () -> Runtime.getRuntime().halt(output.finish()));
        try
        {
            client().nameLog(container, output);
        }
        catch (final IOException ex)
        {
            output.failed(ex);
        }
        return output.finish();
    }
}
