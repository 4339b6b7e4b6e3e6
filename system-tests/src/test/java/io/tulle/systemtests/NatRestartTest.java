package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** Connections through NAT live longer than the daemon, and nothing of ours is on the host twice or too long. */
@Tag("root")
class NatRestartTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {ipam: {config: [{subnet: 10.58.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.58.0.2}}, ports: ["5201:5201"]}
        """;
    private static final String RESERVED = "net.ipv4.ip_local_reserved_ports";

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Instance tulle;
    private String reservedBefore;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        internet = Internet.connect(host);
        host.run(List.of("sysctl", "-w", RESERVED + "=3000,4000-4010")).ok();
        reservedBefore = reserved();
        tulle = host.tulle();
        tulle.up(YAML);
    }

    @Test
    void shouldKeepConnectionsOutAndInWhenTheDaemonIsKilledAndStartsAgain()
    {
        assertConnectionsGoOnAfter(tulle::killHard);
    }

    @Test
    void shouldKeepConnectionsOutAndInWhenTheDaemonIsToldToEndAndStartsAgain()
    {
        assertConnectionsGoOnAfter(() -> tulle.daemon().signal("TERM").ok());
    }

    private void assertConnectionsGoOnAfter(final Runnable end)
    {
        new Iperf(internet).start();
        new Iperf(one).start();
        final Background out = one.start("iperf3", "-c", Internet.ADDRESS, "-t", "10", "-J");
        final Background in = internet.start("iperf3", "-c", Internet.HOST, "-t", "10", "-J");
        Eventually.eventually("sessions", () -> tulle.json("sessions", "--json").size() >= 4);
        end.run();
        tulle.upAgain();
        assertGoesOn(out);
        assertGoesOn(in);
    }

    /** What stays while connections wait for the next start is what that start takes over. */
    @Test
    void shouldLeaveNothingTwiceAndNothingAfterDown()
    {
        assertOursAreThereOnce();
        tulle.killHard();
        tulle.upAgain();
        assertOursAreThereOnce();
        tulle.daemon().signal("TERM").ok();
        assertOursAreThereOnce();
        tulle.upAgain();
        assertOursAreThereOnce();
        tulle.down();
        assertEquals(0, tables());
        assertEquals(reservedBefore, reserved());
        final String links = host.run(List.of("ip", "-o", "link")).ok().out();
        assertTrue(!links.contains("tl-"), links);
    }

    @Test
    void shouldLeaveNothingWhenItIsTakenDownAfterAKill()
    {
        tulle.killHard();
        tulle.tulle("down").ok();
        assertEquals(0, tables());
        assertEquals(reservedBefore, reserved());
    }

    @Test
    void shouldLeaveNothingWhenItIsTakenDownAfterItHasEnded()
    {
        tulle.daemon().signal("TERM").ok();
        assertOursAreThereOnce();
        tulle.tulle("down").ok();
        assertEquals(0, tables());
        assertEquals(reservedBefore, reserved());
    }

    /** What the host got of its provider meanwhile is what containers have after the start. */
    @Test
    void shouldStartAgainOnAHostWithAnotherAddress()
    {
        EchoServer.udp(internet, 5300);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
        tulle.killHard();
        Internet.ip(host.host(), "addr del 192.0.2.1/24 dev up0");
        Internet.ip(host.host(), "addr add 192.0.2.11/24 dev up0");
        tulle.upAgain();
        assertEquals("192.0.2.11", EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
    }

    private void assertOursAreThereOnce()
    {
        assertEquals(1, tables());
        assertEquals("3000,4000-4010,49152-65535", reserved());
    }

    private static void assertGoesOn(final Background iperf)
    {
        final JsonNode report = Instance.parse(iperf.await().ok().out());
        final JsonNode intervals = report.path("intervals");
        assertTrue(intervals.path(intervals.size() - 1).path("sum").path("bytes").asLong() > 0, report::toString);
        assertEquals(1, report.path("start").path("connected").size());
    }

    private long tables()
    {
        return host.run(List.of("nft", "list", "tables")).ok().out().lines()
            .filter(line -> line.contains("netdev tulle")).count();
    }

    private String reserved()
    {
        return host.run(List.of("sysctl", "-n", RESERVED)).ok().out().strip();
    }
}
