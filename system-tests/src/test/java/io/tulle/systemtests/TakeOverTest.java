package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a start finds from an earlier run, or from another Tulle, and what it makes of it. */
@Tag("root")
class TakeOverTest
{
    private static final String PAIR = """
        networks: {lan: {ipam: {config: [{subnet: 10.52.0.0/24}]}}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.52.0.2}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.52.0.3}}}
        """;
    private static final String THREE = PAIR + "  three: {networks: {lan: {ipv4_address: 10.52.0.4}}}\n";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Container one;
    private Container two;

    @BeforeEach
    void up()
    {
        one = host.container("one");
        two = host.container("two");
        tulle = host.tulle();
        tulle.up(THREE);
    }

    @Test
    void shouldNotTakeTheInterfacesOfAnotherTulle()
    {
        final Instance second = host.tulle("second");
        second.up(PAIR);

        final List<String> lines = second.daemon().err().lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        lines.forEach(line -> assertTrue(line.contains("eth0"), line));
        assertTrue(one.reaches("10.52.0.3"), "the first goes on");
        second.down();
        assertTrue(one.reaches("10.52.0.3"), "and keeps its interfaces");
        assertEquals("", tulle.daemon().err());
    }

    @Test
    void shouldRemoveWhatTheFileNoLongerHas()
    {
        tulle.killHard();

        tulle.up(PAIR);

        assertFalse(Files.exists(host.created("three").path()));
        assertTrue(one.reaches("10.52.0.3"));
    }

    @Test
    void shouldStartWhenANamespaceVanishedWhileItWasDead()
    {
        tulle.killHard();
        host.remove(two);

        tulle.upAgain();

        assertTrue(tulle.daemon().err().contains("container two: "), tulle.daemon()::err);
        assertTrue(one.reaches("10.52.0.4"), "the others work");
    }

    @Test
    void shouldTakeANamespaceThatCameBackWhileItWasDead()
    {
        tulle.killHard();
        host.remove(two);
        final Container back = host.container("two");

        tulle.upAgain();

        assertTrue(back.reaches("10.52.0.2"));
    }

    @Test
    void shouldSayThatItsStateCannotBeRead() throws IOException
    {
        tulle.down();
        Files.writeString(tulle.stateDir().resolve("state.json"), "{\"networks\": [");

        tulle.up(PAIR);

        assertEquals(1, tulle.daemon().err().lines().count(), tulle.daemon()::err);
        assertTrue(tulle.daemon().err().contains("state.json"), tulle.daemon()::err);
        assertTrue(one.reaches("10.52.0.3"));
    }
}
