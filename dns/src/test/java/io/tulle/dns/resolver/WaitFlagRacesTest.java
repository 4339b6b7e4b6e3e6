package io.tulle.dns.resolver;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link WaitFlagRaces} by jcstress for a short time, in processes of its own. For longer, raise
 * {@code -Dtulle.jcstress.raceMs}.
 */
class WaitFlagRacesTest
{
    private static final String RACE_MS = System.getProperty("tulle.jcstress.raceMs", "150");
    private static final int RACES = WaitFlagRaces.class.getClasses().length;

    @TempDir
    private Path directory;

    @Test
    void shouldSeeTheWorkOrTheFlagWhateverRaces() throws IOException, InterruptedException
    {
        final Path output = directory.resolve("output");
        final Process process = new ProcessBuilder(command())
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
        for (final String verdict : List.of("Interesting tests: No matches.", "Failed tests: No matches.",
            "Error tests: No matches.", "All remaining tests: " + RACES + " matching test results."))
        {
            assertTrue(report.contains(verdict), report);
        }
    }

    private List<String> command()
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.openjdk.jcstress.Main");
        command.addAll(List.of("-t", WaitFlagRaces.class.getSimpleName(), "-f", "1", "-fsm", "1", "-iters", "1"));
        command.addAll(List.of("-time", RACE_MS, "-sc", "false", "-af", "NONE", "-hs", "128"));
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
