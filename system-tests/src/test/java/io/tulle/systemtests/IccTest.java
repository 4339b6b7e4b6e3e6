package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers of a network with enable_icc: false do not talk to each other. */
@Tag("root")
@Tag("smoke")
class IccTest
{
    private static final String YAML = """
        networks:
          lan:
            ipam: {config: [{subnet: 10.40.0.0/24}]}
            driver_opts: {com.docker.network.bridge.enable_icc: "%s"}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.40.0.2}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.40.0.3}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    @Test
    void shouldKeepContainersApartUntilTheFileAllowsIt()
    {
        final Container one = host.container("one");
        final Container two = host.container("two");
        final Instance tulle = host.tulle();
        tulle.up(YAML.formatted("false"));

        assertTrue(one.cannotReach("10.40.0.3"));
        assertTrue(two.cannotReach("10.40.0.2"));
        assertTrue(tulle.counters().drops(DropReason.PORT_ISOLATED) > 0, tulle.counters()::toString);

        tulle.apply(YAML.formatted("true")).ok();

        assertTrue(one.reaches("10.40.0.3"));
        assertTrue(two.reaches("10.40.0.2"));
    }
}
