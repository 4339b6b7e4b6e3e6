package io.tulle.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that Tulle publishes name tests that exist. */
class ConformanceTableTest
{
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.([a-z]\\w+)`");

    @ParameterizedTest
    @CsvSource({"docs/conformance.md, 50", "docs/docker.md, 30"})
    void shouldNameOnlyTestsThatExist(final String page, final int least) throws IOException
    {
        final Map<String, String> sources = testSources();
        final List<String> missing = new ArrayList<>();
        final Matcher named = TEST.matcher(Files.readString(PROJECT.resolve(page)));
        int count = 0;
        while (named.find())
        {
            count++;
            if (!sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "("))
            {
                missing.add(named.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(count > least, "tests named: " + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/conformance.md", "docs/docker.md"})
    void shouldGiveEachRowThatPassesATest(final String page) throws IOException
    {
        for (final String line : Files.readAllLines(PROJECT.resolve(page)))
        {
            if (line.matches("\\|[^|]*\\| (pass|in part|same|better)\\b.*"))
            {
                assertTrue(TEST.matcher(line).find(), line);
            }
        }
    }

    private static Map<String, String> testSources() throws IOException
    {
        final Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(PROJECT))
        {
            for (final Path module : modules.map((path) -> path.resolve("src/test/java")).toList())
            {
                if (Files.isDirectory(module))
                {
                    addSources(module, sources);
                }
            }
        }
        return sources;
    }

    private static void addSources(final Path folder, final Map<String, String> sources) throws IOException
    {
        try (Stream<Path> files = Files.walk(folder))
        {
            for (final Path file : files.filter((path) -> path.toString().endsWith("Test.java")).toList())
            {
                // modules may have test classes of the same name
                sources.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file),
                    String::concat);
            }
        }
    }
}
