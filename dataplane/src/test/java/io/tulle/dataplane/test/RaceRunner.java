package io.tulle.dataplane.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the races of a class, its public nested classes, by jcstress for a short time, in processes of its own. For
 * longer, raise {@code -Dtulle.jcstress.raceMs}. Called by a test, whose module has jcstress.
 */
public final class RaceRunner
{
    private RaceRunner()
    {
    }

    /**
     * Fails unless every race ran, and nothing forbidden or interesting came of any.
     *
     * @param directory for what jcstress writes
     * @param raceMs    time for each race
     */
    public static void run(final Class<?> races, final Path directory, final int raceMs)
        throws IOException, InterruptedException
    {
        final Path output = directory.resolve("output");
        final Process process = new ProcessBuilder(command(races, directory, raceMs))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        process.getOutputStream().close();
        final boolean ended = process.waitFor(30, TimeUnit.MINUTES);
        process.destroyForcibly();
        final String report = Files.readString(output);
        assertTrue(ended, report);
        assertEquals(0, process.exitValue(), report);
        final String all = "All remaining tests: " + races.getClasses().length + " matching test results.";
        for (final String verdict : List.of("Interesting tests: No matches.", "Failed tests: No matches.",
            "Error tests: No matches.", all))
        {
            assertTrue(report.contains(verdict), report);
        }
    }

    private static List<String> command(final Class<?> races, final Path directory, final int raceMs)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.openjdk.jcstress.Main");
        command.addAll(List.of("-t", races.getSimpleName(), "-f", "1", "-fsm", "1", "-iters", "1"));
        command.addAll(List.of("-time", String.valueOf(Integer.getInteger("tulle.jcstress.raceMs", raceMs)), "-sc",
            "false", "-af", "NONE", "-hs", "128"));
        command.addAll(List.of("-jvmArgs", String.join(" ", opens())));
        command.addAll(List.of("-r", directory + File.separator));
        return command;
    }

    /** What off-heap memory reaches for inside the JDK, as this process was given it. */
    private static List<String> opens()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((argument) -> argument.startsWith("--add-")).toList();
    }
}
