package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More containers on one network than a kernel bridge has ports. */
@Tag("root")
class ManyPortsTest
{
    private static final int CONTAINERS = 1_100; // a kernel bridge stops at 1,023

    @RegisterExtension
    final TestHost host = new TestHost();

    @Test
    void shouldLetTheFirstOf1100ContainersPingTheLastAndTakeThemOverAfterAKill()
    {
        final StringBuilder yaml = new StringBuilder("""
            networks: {lan: {ipam: {config: [{subnet: 10.34.0.0/20}]}}}
            containers:
            """);
        for (int i = 1; i <= CONTAINERS; i++)
        {
            yaml.append("  c").append(i).append(": {netns: create, networks: {lan: {ipv4_address: ")
                .append(address(i)).append("}}}\n");
        }
        final Instance tulle = host.tulle();
        tulle.up(yaml.toString());

        assertEquals("", tulle.daemon().err());
        assertTrue(host.created("c1").reaches(address(CONTAINERS)));
        assertTrue(host.created("c" + CONTAINERS).reaches(address(1)));
        assertTrue(host.created("c512").reaches(address(1_024)));
        assertEquals(CONTAINERS, tulle.json("network", "inspect", "lan").path(0).path("Containers").size());

        final String interfaces = interfaces(1) + interfaces(512) + interfaces(CONTAINERS);
        tulle.killHard();
        tulle.upAgain();

        assertEquals("", tulle.daemon().err());
        assertEquals(interfaces, interfaces(1) + interfaces(512) + interfaces(CONTAINERS), "the same devices");
        assertTrue(host.created("c1").reaches(address(CONTAINERS)));
    }

    /** The numbers of interfaces tell whether they were made anew. */
    private String interfaces(final int container)
    {
        return host.created("c" + container).run("ip", "-o", "link").ok().out().replaceAll("(?m) <.*$", "");
    }

    private static String address(final int container)
    {
        final int host = container + 1; // the gateway has the lowest
        return "10.34." + host / 256 + "." + host % 256;
    }
}
