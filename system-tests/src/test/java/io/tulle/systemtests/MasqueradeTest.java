package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container reaches the world with the host's address. */
@Tag("root")
@Tag("smoke")
class MasqueradeTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.50.0.0/24}, {subnet: "fd50::/64"}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.50.0.2, ipv6_address: "fd50::2"}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        internet = Internet.connect(host);
        host.tulle().up(YAML);
    }

    @Test
    void shouldTranslateManyStreamsBothWaysWithTwoWorkers()
    {
        host.tulle().down();
        host.tulle().up("workers: {count: 2}\n" + YAML);
        final Iperf server = new Iperf(internet).start();
        for (final String address : new String[]{Internet.ADDRESS, Internet.ADDRESS_V6})
        {
            assertTrue(server.receivedBytes(one, address, "-P", "4") > 1_000_000);
            assertTrue(server.receivedBytes(one, address, "-P", "4", "-R") > 1_000_000);
        }
    }

    @Test
    void shouldPingTheWorld()
    {
        assertTrue(one.reaches(Internet.ADDRESS));
        assertTrue(one.reaches(Internet.ADDRESS_V6));
    }

    @Test
    void shouldFetchAPageAndBeSeenWithTheHostsAddress()
    {
        for (final String address : new String[]{Internet.ADDRESS, "[" + Internet.ADDRESS_V6 + "]"})
        {
            final Background server = EchoServer.tcp(internet, 80);
            final CommandResult result = one.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok();
            assertEquals(address.startsWith("[") ? Internet.HOST_V6 : Internet.HOST, result.out().strip());
            server.close();
        }
    }

    @Test
    void shouldExchangeDatagrams()
    {
        EchoServer.udp(internet, 5300);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300));
        assertEquals(Internet.HOST_V6, EchoServer.askUdp(one, Internet.ADDRESS_V6, 5300));
    }

    @Test
    void shouldMoveBulkDataBothWays()
    {
        final Iperf server = new Iperf(internet).start();
        assertTrue(server.receivedBytes(one, Internet.ADDRESS) > 1_000_000);
        assertTrue(server.receivedBytes(one, Internet.ADDRESS_V6, "-R") > 1_000_000);
    }
}
