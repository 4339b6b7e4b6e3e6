package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the table mistakes.txt: after "==" a title, then the file, after "--" every line that a user is told. */
class MistakesTest
{
    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void shouldTellEveryMistakeWithItsPlaceAndRemedy(final String title, final String yaml, final String told)
    {
        final LoadResult result = TopologyLoader.load(yaml, "t.yaml");

        assertEquals(told, result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")), title);
        assertNull(result.topology());
    }

    static Stream<Arguments> mistakes() throws IOException
    {
        try (InputStream in = MistakesTest.class.getResourceAsStream("mistakes.txt"))
        {
            final String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(table.split("(?m)^== ")).skip(1).map(MistakesTest::row);
        }
    }

    private static Arguments row(final String row)
    {
        final int titleEnd = row.indexOf('\n');
        final int yamlEnd = row.indexOf("\n--\n");
        return Arguments.of(row.substring(0, titleEnd), row.substring(titleEnd + 1, yamlEnd + 1),
            row.substring(yamlEnd + 4).strip());
    }
}
