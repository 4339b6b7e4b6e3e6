package io.tulle.daemon.cli;

import io.tulle.config.LoadResult;
import io.tulle.config.Problem;
import io.tulle.config.Topology;
import io.tulle.config.TopologyLoader;
import io.tulle.config.Warning;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The option -f and what stands in the file it names; every mistake of the file becomes one line. */
final class TopologyFile
{
    @Option(names = {"-f", "--file"}, required = true, paramLabel = "FILE", description = "The topology, a YAML file.")
    private Path file;

    /** What the user typed. */
    Path file()
    {
        return file;
    }

    /** The name under which the daemon, which runs elsewhere, shall know the file. */
    String absoluteName()
    {
        return file.toAbsolutePath().normalize().toString();
    }

    LoadResult load()
    {
        return TopologyLoader.load(file);
    }

    /** The topology; warnings go to err, and mistakes end the command. */
    Topology topology(final PrintWriter err)
    {
        final LoadResult result = load();
        if (!result.isGood())
        {
            throw CommandException.badFile(result.problems().stream().map(Problem::toString).toList());
        }
        for (final Warning warning : result.topology().warnings())
        {
            err.println(warning + " (warning)");
        }
        return result.topology();
    }

    /** The file's text, once it is known to be good. */
    String text(final PrintWriter err) throws IOException
    {
        topology(err);
        return Files.readString(file);
    }
}
