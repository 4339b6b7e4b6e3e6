package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A running Tulle changes to a new file, and what is the same in both does not lose a frame. */
@Tag("root")
class ApplyTest
{
    private static final String PAIR = """
        networks:
          lan: {ipam: {config: [{subnet: 10.41.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.41.0.2}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.41.0.3}}}
        """;
    private static final String THREE = PAIR + "  three: {networks: {lan: {ipv4_address: 10.41.0.4}}}\n";
    private static final String MORE = """
        networks:
          lan: {ipam: {config: [{subnet: 10.41.0.0/24}]}}
          more: {ipam: {config: [{subnet: 10.42.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.41.0.2}, more: {ipv4_address: 10.42.0.2}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.41.0.3}}}
          three: {networks: {lan: {ipv4_address: 10.41.0.4}, more: {ipv4_address: 10.42.0.4}}}
        """;

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
        tulle.up(PAIR);
    }

    @Test
    @Tag("smoke")
    void shouldLoseNoFrameOfWhatIsUnchanged()
    {
        final Background ping = one.start("ping", "-q", "-i", "0.002", "-c", "4000", "10.41.0.3");

        tulle.apply(MORE).ok();
        assertTrue(one.reaches("10.42.0.4"), "a network was added");
        tulle.apply(THREE).ok();
        assertTrue(one.reaches("10.41.0.4"));
        tulle.apply(PAIR).ok();
        assertTrue(one.cannotReach("10.41.0.4"), "a container was removed");

        final CommandResult result = ping.await();
        assertTrue(result.out().contains(" 0% packet loss"), result::toString);
        assertTrue(one.run("ip", "-o", "link").out().lines().count() == 2, "lo and eth0");
    }

    @Test
    void shouldPlanWhatApplyWouldDoAndDoNothing()
    {
        tulle.file(MORE);

        final CommandResult plan = tulle.tulle("plan", "-f", tulle.file().toString(), "--exit-code").exits(2);

        for (final String added : List.of("more", "three"))
        {
            assertTrue(plan.lines().stream().anyMatch(line -> line.startsWith("+") && line.contains(added)),
                plan::toString);
        }
        assertFalse(one.run("ip", "link", "show", "eth1").isOk(), "nothing was done");
        final CommandResult applied = tulle.tulle("apply", "-f", tulle.file().toString()).ok();
        assertEquals(plan.lines(), applied.lines(), "apply did what plan said");
        tulle.tulle("plan", "-f", tulle.file().toString(), "--exit-code").ok();
    }

    @Test
    void shouldReadTheFileAgainOnSighup()
    {
        tulle.file(THREE);

        tulle.daemon().send("HUP");

        tulle.daemon().awaitLine("applied, ");
        assertTrue(one.reaches("10.41.0.4"));
    }

    @Test
    void shouldGoOnWithTheLastGoodFileOnSighup()
    {
        tulle.file("networks: {lan: {colour: red}}\n");

        tulle.daemon().send("HUP");

        tulle.daemon().awaitErrorLine("not applied, nothing changed");
        assertTrue(tulle.daemon().err().contains("topology.yaml:2:"), tulle.daemon()::err);
        assertTrue(one.reaches("10.41.0.3"));
    }

    @Test
    void shouldRefuseAContainerNameThatIsUsedTwice()
    {
        final CommandResult result =
            tulle.apply(PAIR + "  one: {netns: \"@two\", networks: [lan]}\n").exits(2);

        assertTrue(result.onlyErrorLine().matches(".*topology\\.yaml:7:\\d+: .*one.*"), result::toString);
        assertTrue(one.reaches("10.41.0.3"));
    }

    @Test
    void shouldGoOnWhenANamespaceVanishesAndJoinItWhenItIsBack()
    {
        tulle.apply(THREE).ok();
        host.remove(two);

        tulle.daemon().awaitErrorLine("container two: its namespace .* is gone");
        assertEquals(1, tulle.daemon().err().lines().count(), tulle.daemon()::err);
        assertTrue(one.reaches("10.41.0.4"), "the others work");
        assertTrue(one.cannotReach("10.41.0.3"));

        final Container back = host.container("two");
        tulle.apply(THREE).ok();

        assertTrue(one.reaches("10.41.0.3"));
        assertTrue(back.reaches("10.41.0.2"));
    }
}
