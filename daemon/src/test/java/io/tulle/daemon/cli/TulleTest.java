package io.tulle.daemon.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The root command: help of every command, instances, mistakes. */
class TulleTest
{
    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp()
    {
        tulle = new CommandLineRig(folder);
    }

    static List<String> everyCommand()
    {
        final List<String> names = new ArrayList<>();
        addNames(Tulle.commandLine(System.out), "", names);
        return names;
    }

    private static void addNames(final CommandLine command, final String prefix, final List<String> names)
    {
        command.getSubcommands().forEach((name, subcommand) ->
        {
            names.add(prefix + name);
            addNames(subcommand, prefix + name + " ", names);
        });
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void shouldShowExamplesInTheHelpOfEveryCommand(final String command)
    {
        final String[] words = (command + " --help").split(" ");

        assertEquals(ExitCodes.OK, tulle.run(words), tulle.err());

        assertTrue(tulle.out().contains("Examples:"), tulle.out());
        assertTrue(tulle.out().contains("--run-dir=DIR"), tulle.out());
        assertTrue(tulle.out().contains("--state-dir=DIR"), tulle.out());
    }

    @Test
    void shouldHaveACommandForEachNameOfTheHelp()
    {
        assertEquals(ExitCodes.OK, tulle.run("--help"));

        Subcommands.NAMES.stream().filter(name -> !"warm-up".equals(name))
            .forEach(name -> assertTrue(tulle.out().contains("  " + name + " "), name));
        assertFalse(tulle.out().contains("warm-up"));
        assertTrue(tulle.out().contains("Exit codes:"));
    }

    @Test
    void shouldExplainAMissingCommandInOneLine()
    {
        assertEquals(ExitCodes.USAGE, tulle.run());
        assertEquals("tulle: which command? See tulle --help" + System.lineSeparator(), tulle.err());
    }

    @Test
    void shouldSuggestTheCommandThatWasMeant()
    {
        assertEquals(ExitCodes.USAGE, tulle.run("chek"));
        assertTrue(tulle.err().contains("tulle check"), tulle.err());
        assertEquals("", tulle.out());
    }

    @Test
    void shouldRefuseAnUnknownOptionWithoutAStackTrace()
    {
        assertEquals(ExitCodes.USAGE, tulle.run("ps", "--color"));
        assertTrue(tulle.err().startsWith("tulle: Unknown option: '--color'"), tulle.err());
        assertTrue(tulle.err().contains("tulle ps --help"), tulle.err());
        assertFalse(tulle.err().contains("\tat "), tulle.err());
    }

    @Test
    void shouldTakeTheInstanceBeforeAndAfterTheCommand()
    {
        assertEquals(ExitCodes.NOT_RUNNING, tulle.run("ps"));
        assertTrue(tulle.err().contains(folder.resolve("run/tulle.sock").toString()), tulle.err());

        final java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        Tulle.run(System.out, new java.io.PrintStream(err), "network", "ls", "--run-dir", folder + "/other");
        assertTrue(err.toString().contains(folder + "/other/tulle.sock"), err.toString());
    }

    @Test
    void shouldPrintItsVersion()
    {
        assertEquals(ExitCodes.OK, tulle.run("version"));
        final String version = tulle.out();
        assertEquals(ExitCodes.OK, tulle.run("--version"));

        assertEquals(version, tulle.out());
        assertTrue(version.startsWith("tulle " + io.tulle.daemon.Version.TEXT), version);
    }

    @Test
    void shouldCompleteEveryCommandInBash() throws Exception
    {
        assertEquals(ExitCodes.OK, tulle.run("completion"));

        assertTrue(tulle.out().contains("disconnect"), tulle.out());
        final Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        bash.getOutputStream().write(tulle.outBytes());
        bash.getOutputStream().close();
        assertEquals(0, bash.waitFor(), () -> new java.util.Scanner(bash.getInputStream()).useDelimiter("\\A").next());
    }
}
