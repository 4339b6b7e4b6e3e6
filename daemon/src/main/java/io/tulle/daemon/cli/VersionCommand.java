package io.tulle.daemon.cli;

import io.tulle.daemon.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of this command line and of the Java that runs it. */
@Command(name = "version", description = "Print the version.",
    footerHeading = "%nExamples:%n", footer = {"  tulle version"})
final class VersionCommand extends TulleCommand implements IVersionProvider
{
    @Override
    public Integer call()
    {
        out().println(getVersion()[0]);
        return ExitCodes.OK;
    }

    @Override
    public String[] getVersion()
    {
        return new String[]{"tulle " + Version.TEXT + " (Java " + Runtime.version() + ")"};
    }
}
