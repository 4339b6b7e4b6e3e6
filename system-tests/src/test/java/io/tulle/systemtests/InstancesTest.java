package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several Tulles side by side, and what the command line says about each, alive or dead. */
@Tag("root")
class InstancesTest
{
    private static final String PAIR = """
        networks: {lan: {ipam: {config: [{subnet: 10.49.0.0/24}]}}}
        containers:
          one: {netns: "@%1$sone", networks: {lan: {ipv4_address: 10.49.0.2}}}
          two: {netns: "@%1$stwo", networks: {lan: {ipv4_address: 10.49.0.3}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance up(final String name)
    {
        host.container(name + "one");
        host.container(name + "two");
        final Instance tulle = host.tulle(name);
        tulle.up(PAIR.formatted(name));
        return tulle;
    }

    @Test
    @Tag("smoke")
    void shouldLiveSideBySide()
    {
        final Instance red = up("red");
        final Instance blue = up("blue");

        assertTrue(host.existing("redone").reaches("10.49.0.3"));
        assertTrue(host.existing("blueone").reaches("10.49.0.3"), "the same addresses, another Tulle");
        final long blueFrames = blue.counters().rxFrames();
        red.down();

        assertEquals(blueFrames, blue.counters().rxFrames(), "red's traffic is not blue's");
        assertTrue(host.existing("blueone").reaches("10.49.0.3"), "blue goes on without red");
        assertFalse(host.existing("redone").run("ip", "link", "show", "eth0").isOk());
    }

    @Test
    @Tag("smoke")
    void shouldShowCountsAfterTheDaemonDied()
    {
        final Instance tulle = up("red");
        assertTrue(host.existing("redone").reaches("10.49.0.3"));
        tulle.killHard();

        final CommandResult stat = tulle.tulle("stat").ok();

        assertTrue(stat.onlyErrorLine().contains("is dead"), stat::toString);
        assertTrue(stat.out().contains("one/lan"), stat::toString);
        assertTrue(tulle.json("stat", "--json").path("ports").findValue("rxFrames").isNumber());
        assertFalse(tulle.json("stat", "--json").path("alive").asBoolean(true));
        assertEquals(3, tulle.tulle("ps").exitCode(), "nobody is there to ask");
    }

    @Test
    void shouldSayWhyFramesWereDropped()
    {
        final Instance tulle = up("red");
        try (RawSocket socket = host.existing("redone").rawSocket("eth0"))
        {
            socket.send(Frames.ethernet(Frames.BROADCAST, "02:00:00:00:00:01", Frames.LOCAL_EXPERIMENTAL));
        }
        Eventually.eventually("a drop", () -> 1 == tulle.counters().dropsByReason().size());

        final CommandResult drops = tulle.tulle("drops").ok();

        assertTrue(drops.out().contains("MAC_SPOOFED") && drops.out().contains("source MAC is not the endpoint's"),
            drops::toString);
        final JsonNode row = tulle.json("drops", "-c", "one", "--json").path(0);
        assertEquals("one/lan", row.path("port").asText());
        assertEquals(1, row.path("frames").asInt());
        assertEquals(0, tulle.json("drops", "-c", "two", "--json").size());
    }

    @Test
    void shouldHandOnTheExitCodeOfACommandInAContainer()
    {
        final Instance tulle = up("red");

        assertEquals("7\n", tulle.tulle("exec", "one", "--", "bash", "-c", "echo 7; exit 7").exits(7).out());
        assertTrue(tulle.tulle("exec", "one", "--", "ip", "address").ok().out().contains("10.49.0.2/24"));
        tulle.tulle("exec", "one", "--", "no-such-command").exits(127);
        assertTrue(tulle.tulle("exec", "ghost", "--", "true").exits(1).onlyErrorLine().contains("no such container"));
    }

    @Test
    void shouldWriteJsonForEveryListing()
    {
        final Instance tulle = up("red");
        final String file = tulle.file().toString();

        for (final List<String> words : List.of(List.of("ps"), List.of("network", "ls"),
            List.of("network", "inspect", "lan"), List.of("fdb", "lan"), List.of("stat"), List.of("stat", "--errors"),
            List.of("drops"),
            List.of("check", "-f", file), List.of("plan", "-f", file), List.of("apply", "-f", file)))
        {
            final JsonNode json = tulle.json(Commands.join(words, "--json").toArray(new String[0]));
            assertTrue(json.isContainerNode(), () -> words + ": " + json);
        }
        assertEquals(2, tulle.json("fdb", "lan", "--json").size());
    }

    @Test
    void shouldTeachBashItsWords()
    {
        final Instance tulle = host.tulle();
        final CommandResult result = host.run(List.of("bash", "-c",
            "source <(" + String.join(" ", tulle.words("completion")) + ") && complete -p tulle"));

        assertTrue(result.ok().out().contains("tulle"), result::toString);
    }
}
