package io.tulle.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Map;

/** Makes the resolver forget what servers said. */
@Command(name = "flush", description = {
    "Forget what servers said, so that they are asked again."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns flush",
        "  tulle dns flush --json"})
final class DnsFlushCommand extends TulleCommand
{
    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final int count = client().flushNames();
        if (json.isJson())
        {
            Json.print(out(), Map.of("flushed", count));
        }
        else
        {
            out().println(count + (1 == count ? " answer" : " answers") + " forgotten");
        }
        return ExitCodes.OK;
    }
}
