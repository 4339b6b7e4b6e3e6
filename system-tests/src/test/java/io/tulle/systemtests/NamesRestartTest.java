package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names come back after each kind of end, and files of resolvers stay as long as they are needed. */
@Tag("root")
class NamesRestartTest
{
    private static final String YAML = """
        networks:
          lan: {ipam: {config: [{subnet: 10.93.0.0/24}]}}
          side: {ipam: {config: [{subnet: 10.94.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.93.0.2, aliases: [uno]}}}
          two: {netns: "@two", networks: {lan: {}}, extra_hosts: ["box:192.0.2.9"], dns_search: [lan]}
          made: {netns: create, networks: {lan: {}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container one;
    private Container two;
    private Instance tulle;

    @BeforeEach
    void make()
    {
        one = host.container("one");
        two = host.container("two");
        host.resolvConf("");
        tulle = host.tulle();
    }

    @Test
    @Tag("smoke")
    void shouldAnswerAgainAfterAKillAndLeaveNothingAfterDown()
    {
        tulle.up(YAML);
        tulle.tulle("network", "connect", "--alias", "late", "side", "one").ok();
        tulle.tulle("network", "connect", "side", "two").ok();
        assertNames();
        tulle.killHard();
        assertFalse(Dig.isAnswered(two, "one"));
        assertTrue(Files.exists(two.resolvConf()), "commands in the container go on to find it");
        tulle.upAgain();
        assertNames();
        assertEquals("search lan", two.exec("grep", "search", "/etc/resolv.conf").ok().out().strip());
        tulle.down();
        assertNoFiles();
    }

    private void assertNames()
    {
        Dig.ask(two, "one").has("10.93.0.2");
        Dig.ask(two, "uno").has("10.93.0.2");
        Dig.ask(two, "late").has("10.94.0.2");
        Dig.ask(two, "box").has("192.0.2.9");
        Dig.ask(host.created("made"), "two").has("10.93.0.3");
    }

    @Test
    void shouldAnswerAgainAfterATermination()
    {
        tulle.up(YAML);
        Dig.ask(two, "one").has("10.93.0.2");
        tulle.daemon().signal("TERM").ok();
        tulle.upAgain();
        Dig.ask(two, "one").has("10.93.0.2");
        Dig.ask(host.created("made"), "two").has("10.93.0.3");
    }

    @Test
    void shouldLeaveNoFilesWhenItIsTakenDownAfterAKill()
    {
        tulle.up(YAML);
        tulle.killHard();
        tulle.tulle("down").ok();
        assertNoFiles();
    }

    private void assertNoFiles()
    {
        for (final Container container : new Container[]{one, two, host.created("made")})
        {
            assertFalse(Files.exists(container.resolvConf().getParent()), container.namespace());
        }
    }

    @Test
    void shouldTakeTheFileOfAContainerThatGoes()
    {
        tulle.up(YAML);
        assertTrue(Files.exists(host.created("made").resolvConf()));
        tulle.apply(YAML.replaceAll("  made.*\n", "")).ok();
        assertFalse(Files.exists(host.created("made").resolvConf().getParent()));
        assertTrue(Files.exists(one.resolvConf()));
    }

    /** Whoever made a file for a namespace before keeps it. */
    @Test
    void shouldNotTouchAFileOfSomebodyElse() throws IOException
    {
        final Path file = one.resolvConf();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "nameserver 192.0.2.53\n");
        Files.writeString(file.resolveSibling("hosts"), "192.0.2.1 mine\n");
        tulle.up(YAML);
        assertEquals("nameserver 192.0.2.53\n", Files.readString(file));
        Dig.ask(one, "@10.93.0.1", "two").has("10.93.0.3");
        tulle.down();
        assertEquals("nameserver 192.0.2.53\n", Files.readString(file));
        assertTrue(Files.exists(file.resolveSibling("hosts")));
        Files.delete(file);
        Files.delete(file.resolveSibling("hosts"));
        Files.delete(file.getParent());
        deleteIfEmpty(file.getParent().getParent());
    }

    private static void deleteIfEmpty(final Path folder) throws IOException
    {
        try
        {
            Files.delete(folder);
        }
        catch (final DirectoryNotEmptyException ex)
        {
            // others have files in it
        }
    }
}
