package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What root inside a container does to its own interface harms nobody else, and can be undone. */
@Tag("root")
class DeviceLifeTest
{
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
        host.container("three");
        tulle = host.tulle();
        tulle.up("""
            networks: {lan: {ipam: {config: [{subnet: 10.50.0.0/24}]}}}
            containers:
              one: {netns: "@one", networks: {lan: {ipv4_address: 10.50.0.2}}}
              two: {netns: "@two", networks: {lan: {ipv4_address: 10.50.0.3}}}
              three: {netns: "@three", networks: {lan: {ipv4_address: 10.50.0.4}}}
            """);
        assertTrue(one.reaches("10.50.0.3"));
    }

    @Test
    @Tag("smoke")
    void shouldCountFramesToAnInterfaceThatIsDown()
    {
        two.run("ip", "link", "set", "eth0", "down").ok();

        assertTrue(one.cannotReach("10.50.0.3"));
        assertTrue(tulle.counters().drops(DropReason.PORT_DOWN) > 0, tulle.counters()::toString);
        assertTrue(one.reaches("10.50.0.4"), "the others work");
        two.run("ip", "link", "set", "eth0", "up").ok();

        assertTrue(one.reaches("10.50.0.3"));
    }

    @Test
    void shouldMakeADeletedInterfaceAnew()
    {
        two.run("ip", "link", "del", "eth0").ok();

        tulle.daemon().awaitErrorLine("container two on lan: its device eth0 is gone");
        assertEquals(1, tulle.daemon().err().lines().count(), tulle.daemon()::err);
        assertTrue(one.reaches("10.50.0.4"), "the others work");
        assertEquals(0, tulle.json("stat", "--json").path("ports").findValuesAsText("name").stream()
            .filter("two/lan"::equals).count(), "its port is free");
        tulle.tulle("apply", "-f", tulle.file().toString()).ok();

        assertTrue(one.reaches("10.50.0.3"));
        assertTrue(two.reaches("10.50.0.2"));
    }

    @Test
    void shouldSurviveAnInterfaceThatIsRenamed()
    {
        two.run("ip", "link", "set", "eth0", "down").ok();
        two.run("ip", "link", "set", "eth0", "name", "wan0").ok();
        two.run("ip", "link", "set", "wan0", "up").ok();

        assertTrue(one.reaches("10.50.0.3"), "the port is the device and not its name");
        tulle.down();
    }
}
