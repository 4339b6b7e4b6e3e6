package io.tulle.daemon.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs for the demo, with a limit of time. */
final class Shell
{
    private static final long MAX_WAIT_SECONDS = 60;

    private Shell()
    {
    }

    /** How a program ended, and all that it printed. */
    record Outcome(int exitCode, String output)
    {
        boolean isGood()
        {
            return 0 == exitCode;
        }

        /** What to show of a failure. */
        String lastLine()
        {
            final List<String> lines = output.strip().lines().toList();
            return lines.isEmpty() ? "exit code " + exitCode : lines.get(lines.size() - 1);
        }
    }

    static Outcome run(final List<String> command) throws IOException, InterruptedException
    {
        // a file and not a pipe: a program that hangs with a full pipe could not be waited for
        final Path output = Files.createTempFile("tulle-demo", ".out");
        try
        {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null")).redirectOutput(output.toFile()).start();
            if (!process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
                return new Outcome(-1, String.join(" ", command) + " did not end within " + MAX_WAIT_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        }
        finally
        {
            Files.deleteIfExists(output);
        }
    }

    static Outcome run(final String... command) throws IOException, InterruptedException
    {
        return run(List.of(command));
    }

    /** The command as it runs inside a network namespace. */
    static List<String> inside(final String namespacePath, final List<String> command)
    {
        final List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespacePath, "--"));
        words.addAll(command);
        return words;
    }

    static boolean exists(final String program)
    {
        for (final String directory : System.getenv("PATH").split(":"))
        {
            if (Files.isExecutable(Path.of(directory, program)))
            {
                return true;
            }
        }
        return false;
    }
}
