package io.tulle.daemon.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs other programs for the demo, with a limit of time. */
final class Shell
{
    private static final int MAX_WAIT_SECONDS = 60;
    private static final int TIMED_OUT = 124;

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

    /** It is timeout of coreutils that limits the time: it ends what the program has started, too. */
    static Outcome run(final List<String> command) throws IOException, InterruptedException
    {
        final List<String> words = new ArrayList<>(List.of("timeout", "" + MAX_WAIT_SECONDS));
        words.addAll(command);
        final Process process = new ProcessBuilder(words).redirectErrorStream(true)
            .redirectInput(new File("/dev/null")).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int exitCode = process.waitFor();
        return new Outcome(exitCode, TIMED_OUT == exitCode ?
            String.join(" ", command) + " did not end within " + MAX_WAIT_SECONDS + " s" : output);
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
