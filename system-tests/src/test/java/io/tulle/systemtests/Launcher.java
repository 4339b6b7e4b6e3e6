package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.agrona.IoUtil;
import org.junit.jupiter.api.Assertions;

/** The command that a user types, in this checkout. Called by tests. */
final class Launcher
{
    static final Path PATH =
        Path.of(System.getProperty("tulle.launcher", "../bin/tulle")).toAbsolutePath().normalize();

    static
    {
        build();
    }

    private Launcher()
    {
    }

    /** Does nothing the second time. */
    static void prepare()
    {
        Assertions.assertTrue(Files.isExecutable(PATH), () -> PATH + " is missing");
    }

    /** Its first call builds what is new in the sources; that is no part of any test. */
    private static void build()
    {
        try
        {
            final Path directory = Files.createTempDirectory("tlst-build");
            try (Commands commands = new Commands(directory))
            {
                commands.run(PATH.toString(), "version").ok();
            }
            IoUtil.delete(directory.toFile(), true);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
