package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** check, plan, apply, up and down, with good files and bad ones. */
class TopologyCommandsTest
{
    private static final String BAD = """
        name: shop
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/33}]}}
        containers:
          web: {netns: create, networks: {frnt: {}}}
        """;

    private static final String CACHE = "  cache: {netns: create, networks: [front]}\n";

    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp()
    {
        tulle = new CommandLineRig(folder);
    }

    @AfterEach
    void tearDown()
    {
        tulle.close();
    }

    @Test
    void shouldAcceptAGoodFile() throws IOException
    {
        final String file = tulle.file("shop.yaml", CommandLineRig.SHOP);

        assertEquals(ExitCodes.OK, tulle.run("check", "-f", file), tulle.err());
        assertEquals(file + ": good: 2 networks, 5 containers" + System.lineSeparator(), tulle.out());
    }

    @Test
    void shouldPrintEveryMistakeOnALineOfItsOwn() throws IOException
    {
        final String file = tulle.file("bad.yaml", BAD);

        assertEquals(ExitCodes.USAGE, tulle.run("check", "-f", file));
        final String[] lines = tulle.err().split(System.lineSeparator());
        assertEquals(2, lines.length, tulle.err());
        assertTrue(lines[0].startsWith(file + ":3:"), lines[0]);
        assertTrue(lines[1].startsWith(file + ":5:"), lines[1]);
        assertEquals("", tulle.out());
    }

    @Test
    void shouldPrintMistakesAsJson() throws IOException
    {
        final String file = tulle.file("bad.yaml", BAD);

        assertEquals(ExitCodes.USAGE, tulle.run("check", "-f", file, "--json"));
        final JsonNode result = new ObjectMapper().readTree(tulle.out());
        assertFalse(result.path("good").asBoolean(true));
        assertEquals(2, result.path("problems").size());
        assertEquals(3, result.path("problems").path(0).path("line").asInt());
    }

    @Test
    void shouldNotStartOrAskWithABadFile() throws IOException
    {
        final String file = tulle.file("bad.yaml", BAD);

        for (final String command : new String[]{"up", "plan", "apply"})
        {
            assertEquals(ExitCodes.USAGE, tulle.run(command, "-f", file), command);
        }
        assertEquals(ExitCodes.USAGE, tulle.run("up", "-f", folder + "/nothing.yaml"));
        assertTrue(tulle.err().contains("nothing.yaml"), tulle.err());
    }

    @Test
    void shouldPlanWhatDiffersAndChangeNothing() throws IOException
    {
        tulle.withDaemon();
        final String same = tulle.file("same.yaml", CommandLineRig.SHOP);
        final String more = tulle.file("more.yaml", CommandLineRig.SHOP + CACHE);

        assertEquals(ExitCodes.OK, tulle.run("plan", "-f", same, "--exit-code"), tulle.err());
        assertEquals("nothing to change" + System.lineSeparator(), tulle.out());
        assertEquals(ExitCodes.CHANGES, tulle.run("plan", "-f", more, "--exit-code"), tulle.err());
        assertTrue(tulle.out().contains("+ container cache"), tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("plan", "-f", more));
        assertTrue(tulle.out().contains("+ container cache"), tulle.out());
    }

    @Test
    void shouldApplyAndThenHaveNothingToChange() throws IOException
    {
        tulle.withDaemon();
        final String more = tulle.file("more.yaml", CommandLineRig.SHOP + CACHE);

        assertEquals(ExitCodes.OK, tulle.run("apply", "-f", more), tulle.err());
        assertTrue(tulle.out().contains("+ container cache"), tulle.out());
        assertEquals(ExitCodes.OK, tulle.run("apply", "-f", more, "--json"), tulle.err());
        assertEquals(0, new ObjectMapper().readTree(tulle.out()).path("changes").size(), tulle.out());
    }

    @Test
    void shouldSayThatNobodyAnswers() throws IOException
    {
        final String file = tulle.file("shop.yaml", CommandLineRig.SHOP);

        assertEquals(ExitCodes.NOT_RUNNING, tulle.run("plan", "-f", file));
        assertEquals(ExitCodes.NOT_RUNNING, tulle.run("apply", "-f", file));
        assertEquals(ExitCodes.NOT_RUNNING, tulle.run("down", "--keep"));
        assertTrue(tulle.err().contains("tulle up -f FILE"), tulle.err());
    }

    @Test
    void shouldFailToStartWithOneLine() throws IOException
    {
        final String file = tulle.file("shop.yaml", CommandLineRig.SHOP);
        tulle.file("run", "a file where a folder should be");

        assertEquals(ExitCodes.FAILED, tulle.run("up", "-f", file));
        assertEquals(1, tulle.err().lines().count(), tulle.err());
        assertTrue(tulle.err().startsWith("tulle: "), tulle.err());
    }
}
