package io.tulle.daemon.uplink;

import static io.tulle.daemon.uplink.TwoHosts.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

import io.tulle.config.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An interface on which the host itself has no address at all. */
@Tag("root")
class OwnAddressTest
{
    private final TwoHosts hosts = new TwoHosts();
    private final Heard heard = new Heard();

    @AfterEach
    void remove()
    {
        hosts.close();
    }

    @Test
    void shouldFindTheGatewayWithoutTheHost()
    {
        TwoHosts.ip(hosts.host, "addr flush dev eth0");
        final UplinkSettings own = UplinkSettings.own("lab", "eth0", 9,
            List.of(new UplinkSettings.OwnAddress(IpAddress.parse("10.30.0.77"), 24)),
            List.of(IpAddress.parse("10.30.0.1")));
        try (UplinkMonitor monitor =
            hosts.host.call(() -> new UplinkMonitor(List.of(own), heard, new PendingFrames())))
        {
            hosts.host.run(monitor::start);
            await("gateway", () -> heard.knows("10.30.0.1"));
            assertEquals("10.30.0.1", heard.nextHop("192.0.2.9"));
            assertEquals(List.of(IpAddress.parse("10.30.0.77")), heard.state.addresses());
            assertFalse(heard.hostAddresses.contains(IpAddress.parse("10.30.0.77")));
        }
    }
}
