package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in the kernel's table, as nft lists it. */
@Tag("root")
class HostSilenceTest
{
    private static final UplinkSettings SHARED = UplinkSettings.shared("uplink", "eth0", 9);
    private static final HostPorts HOST_PORTS = HostPorts.of(
        List.of("0: 00000000:C350 00000000:0000 0A 0:0 0:0 0 0 0 1"), List.of());

    private final TwoHosts hosts = new TwoHosts();
    private final HostSilence silence = new HostSilence(new ExternalPortSilence(""), HOST_PORTS);

    @AfterEach
    void remove()
    {
        hosts.close();
    }

    @Test
    void shouldSilenceTheRangeButForTheHostsPortsAndAllThatIsPublished()
    {
        run(() -> silence.uplink(SHARED, state(2, "10.30.0.2", "10.30.0.3")));
        run(() -> silence.published(List.of(
            new PublishedRange(Protocol.TCP, false, null, new PortRange(8_080, 8_081)),
            new PublishedRange(Protocol.UDP, false, IpAddress.parse("10.30.0.3"), new PortRange(53, 53)),
            new PublishedRange(Protocol.TCP, true, null, new PortRange(8_090, 8_090)))));
        final String table = table();
        for (final String element : List.of("10.30.0.2 . 8080-8081", "10.30.0.3 . 8080-8081", "10.30.0.3 . 53",
            "10.30.0.2 . 49152-49999", "10.30.0.2 . 50001-65535"))
        {
            assertTrue(table.contains(element), element + " in " + table);
        }
        assertFalse(table.contains("10.30.0.2 . 53"), table);
        assertFalse(table.contains("8090"), table);
        run(() -> silence.published(List.of()));
        assertFalse(table().contains("8080"), "a port that is published no more");
        run(silence::close);
        assertEquals("", table());
    }

    @Test
    void shouldFollowAddressesAndInterfaces()
    {
        run(() -> silence.uplink(SHARED, state(2, "10.30.0.2")));
        run(() -> silence.uplink(SHARED, state(2, "10.30.0.7", "fd00:30::7")));
        assertTrue(table().contains("10.30.0.7 . 4915") && table().contains("fd00:30::7 . 4915"), table());
        assertFalse(table().contains("10.30.0.2"), table());
        run(() -> silence.uplink(SHARED, UplinkState.GONE));
        assertFalse(table().contains("eth0"), table());
        run(() -> silence.uplink(SHARED, state(2, "10.30.0.2")));
        TwoHosts.ip(hosts.host, "link del eth0");
        hosts.connect();
        run(() -> silence.uplink(SHARED, state(3, "10.30.0.2")));
        assertTrue(table().contains("device \"eth0\"") || table().contains("devices = { \"eth0\" }"), table());
    }

    @Test
    void shouldKeepWhatAnEarlierRunMadeUntilPortsAreThereAgain()
    {
        final List<PublishedRange> ports =
            List.of(new PublishedRange(Protocol.TCP, false, null, new PortRange(8_080, 8_080)));
        run(() -> silence.uplink(SHARED, state(2, "10.30.0.2")));
        run(() -> silence.published(ports));
        final HostSilence next = new HostSilence(new ExternalPortSilence(""), HOST_PORTS);
        next.hold();
        run(() -> next.uplink(SHARED, state(2, "10.30.0.2")));
        assertTrue(table().contains("10.30.0.2 . 8080"), table());
        run(() -> next.published(ports));
        run(next::resume);
        assertTrue(table().contains("10.30.0.2 . 8080"), table());
        run(() -> next.published(List.of()));
        assertFalse(table().contains("8080"), table());
    }

    @Test
    void shouldDropAllThatIsForAnAddressOfTullesOwn()
    {
        final UplinkSettings own = UplinkSettings.own("lab", "eth0", 9,
            List.of(new UplinkSettings.OwnAddress(IpAddress.parse("10.30.0.77"), 24)), List.of());
        run(() -> silence.uplink(own, state(2, "10.30.0.77")));
        assertTrue(table().contains("ip daddr 10.30.0.77 drop"), table());
        assertFalse(table().contains("dport"), table());
    }

    private void run(final Runnable work)
    {
        hosts.host.run(work);
    }

    private String table()
    {
        return TwoHosts.run(hosts.host, "nft -n list ruleset");
    }

    private static UplinkState state(final int interfaceIndex, final String... addresses)
    {
        return new UplinkState(interfaceIndex, true, 1_500, 0x0200_0000_0001L,
            List.of(addresses).stream().map(IpAddress::parse).toList(), List.of(), Map.of());
    }
}
