package io.tulle.daemon.demo;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How the demo runs other programs. */
class ShellTest
{
    @Test
    void shouldReturnExitCodeAndAllThatWasPrinted() throws Exception
    {
        final Shell.Outcome outcome = Shell.run("sh", "-c", "echo one; echo two >&2; exit 3");

        assertEquals(3, outcome.exitCode());
        assertEquals("one\ntwo\n", outcome.output());
        assertEquals("two", outcome.lastLine());
        assertFalse(outcome.isGood());
    }

    @Test
    void shouldTellThatAProgramIsMissing() throws Exception
    {
        assertTrue(Shell.exists("sh"));
        assertFalse(Shell.exists("no-such-program-of-tulle"));
        assertEquals(127, Shell.run("no-such-program-of-tulle").exitCode());
    }

    @Test
    void shouldEnterANamespaceByItsPath()
    {
        assertEquals(List.of("nsenter", "--net=/run/netns/web", "--", "ip", "addr"),
            Shell.inside("/run/netns/web", List.of("ip", "addr")));
    }
}
