package io.tulle.daemon.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.tulle.daemon.Version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The manual page is written by hand: it must tell of every command and exit code that there is. */
class ManPageTest
{
    private static final Path PAGE = Path.of("src/main/man/tulle.8");

    static Stream<String> everyCommand()
    {
        return names(Tulle.commandLine(System.out), "tulle");
    }

    /** Of those without subcommands, as a user types them. */
    private static Stream<String> names(final CommandLine command, final String name)
    {
        final Set<CommandLine> subcommands = new HashSet<>(command.getSubcommands().values());
        return subcommands.isEmpty() ? Stream.of(name) : subcommands.stream()
            .filter(subcommand -> !subcommand.getCommandSpec().usageMessage().hidden())
            .flatMap(subcommand -> names(subcommand, name + " " + subcommand.getCommandName()));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void shouldTellOfEveryCommand(final String command) throws IOException
    {
        final List<String> words = Arrays.asList(command.split(" "));
        final String lastWord = ".*\\b" + words.get(words.size() - 1) + "\\b.*"; // several commands may share a line
        final String firstWords = String.join(" ", words.subList(0, 2)) + "\\b";

        assertTrue(lines().stream().anyMatch(line -> line.matches(firstWords + ".*") && line.matches(lastWord)),
            () -> PAGE + " has no line for " + command);
    }

    @Test
    void shouldTellOfEveryExitCode() throws IOException
    {
        final List<String> lines = lines();
        final List<String> section = lines.subList(lines.indexOf("EXIT STATUS"), lines.indexOf("ENVIRONMENT"));

        assertEquals(List.copyOf(Tulle.commandLine(System.out).getCommandSpec().usageMessage().exitCodeList().keySet()),
            section.stream().filter(line -> line.matches("\\d+")).toList());
    }

    @Test
    void shouldNameTheVersionThatItIsOf() throws IOException
    {
        assertTrue(lines().get(0).contains(" tulle " + Version.TEXT + " "), lines().get(0));
    }

    /** The text without requests, quotes and escapes. */
    private static List<String> lines() throws IOException
    {
        return Files.readAllLines(PAGE).stream()
            .map(line -> line.replaceAll("^\\.[A-Z]+ ", "").replaceAll("\\\\f[BRI]|[\"\\\\]", "").replaceAll(" +", " "))
            .toList();
    }
}
