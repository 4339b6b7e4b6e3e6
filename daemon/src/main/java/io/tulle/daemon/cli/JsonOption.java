package io.tulle.daemon.cli;

import picocli.CommandLine.Option;

/** The option that every listing has. */
final class JsonOption
{
    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    boolean isJson()
    {
        return isJson;
    }
}
