package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.cnc.PortStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** iperf3 with offloads on: TCP hands over segments of many frames, whatever the MTU, and none gets lost. */
@Tag("root")
class MtuTest
{
    private static final int ETHERNET_HEADER_BYTES = 14;
    private static final String SERVER = "10.33.0.2";
    private static final String CLIENT = "10.33.0.3";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Iperf server;
    private Container client;

    @ParameterizedTest
    @ValueSource(ints = {1450, 1500, 9000})
    void shouldMoveSegmentsLargerThanTheMtu(final int mtu)
    {
        up(mtu, mtu, mtu);

        assertTrue(server.receivedBytes(client, SERVER) > 0);

        final Counters counters = host.tulle().counters();
        final PortStatistics sender = counters.port("client/lan");
        assertTrue(sender.rxBytes() / sender.rxFrames() > mtu + ETHERNET_HEADER_BYTES,
            () -> sender.rxBytes() + " bytes in " + sender.rxFrames() + " frames: the offloads are off");
        assertEquals(Map.of(), counters.dropsByReason());
        assertEquals(String.valueOf(mtu), mtu(client));
    }

    @Test
    @Tag("smoke")
    void shouldMoveDataBetweenContainersOfDifferentMtuBothWays()
    {
        up(9000, 1500, 9000);

        assertEquals("1500", mtu(server.container()));
        assertEquals("9000", mtu(client));
        assertTrue(server.receivedBytes(client, SERVER) > 0, "9000 to 1500");
        assertTrue(server.receivedBytes(client, SERVER, "-R") > 0, "1500 to 9000");
        assertEquals(Map.of(), host.tulle().counters().dropsByReason());
    }

    @Test
    void shouldMoveDataTo1450BytesBehind1500()
    {
        up(1500, 1450, 1500);

        assertTrue(server.receivedBytes(client, SERVER) > 0, "1500 to 1450");
        assertTrue(server.receivedBytes(client, SERVER, "-R") > 0, "1450 to 1500");
        assertEquals(Map.of(), host.tulle().counters().dropsByReason());
    }

    @Test
    void shouldMoveUdpWithSegmentationOffload()
    {
        up(1500, 1500, 1500);

        assertTrue(server.receivedBytes(client, SERVER, "-u", "-b", "200M", "-l", "1400") > 0);
    }

    @Test
    void shouldCountWhatIsTooLargeForTheReceiver()
    {
        up(9000, 1500, 9000);

        final CommandResult large =
            client.run("ping", "-c", "2", "-i", "0.2", "-W", "1", "-M", "do", "-s", "8000", SERVER);

        assertFalse(large.isOk(), large::toString);
        assertTrue(host.tulle().counters().drops(DropReason.EGRESS_MTU) >= 2, host.tulle().counters()::toString);
        assertTrue(client.reaches(SERVER), "small frames still pass");
        assertTrue(server.container().reaches(CLIENT));
    }

    private void up(final int networkMtu, final int serverMtu, final int clientMtu)
    {
        server = new Iperf(host.container("server"));
        client = host.container("client");
        host.tulle().up("""
            networks:
              lan:
                driver_opts: {com.docker.network.driver.mtu: "%d"}
                ipam: {config: [{subnet: 10.33.0.0/24}]}
            containers:
              server: {netns: "@server", networks: {lan: {ipv4_address: %s,
                driver_opts: {com.docker.network.driver.mtu: "%d"}}}}
              client: {netns: "@client", networks: {lan: {ipv4_address: %s,
                driver_opts: {com.docker.network.driver.mtu: "%d"}}}}
            """.formatted(networkMtu, SERVER, serverMtu, CLIENT, clientMtu));
        server.start();
    }

    private static String mtu(final Container container)
    {
        return container.run("ip", "-o", "link", "show", "eth0").ok().out().replaceAll("(?s).* mtu (\\d+) .*", "$1");
    }
}
