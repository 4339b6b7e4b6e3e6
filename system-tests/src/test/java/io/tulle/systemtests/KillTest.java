package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A TCP connection between two containers lives longer than the daemon that carries it. */
@Tag("root")
class KillTest
{
    private static final String SERVER = "10.35.0.2";
    private static final String PORT = "server/lan";
    private static final long MANY_FRAMES = 200;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Background iperf;

    @BeforeEach
    void startConnection()
    {
        final Iperf server = new Iperf(host.container("server"));
        final Container client = host.container("client");
        tulle = host.tulle();
        tulle.up("""
            networks: {lan: {ipam: {config: [{subnet: 10.35.0.0/24}]}}}
            containers:
              server: {netns: "@server", networks: {lan: {ipv4_address: 10.35.0.2}}}
              client: {netns: "@client", networks: {lan: {ipv4_address: 10.35.0.3}}}
            """);
        server.start();
        iperf = client.start("iperf3", "-c", SERVER, "-t", "12", "-J");
        awaitTraffic();
    }

    @Test
    void shouldKeepTheConnectionWhenTheDaemonIsKilledAndStartsAgain()
    {
        final long pid = tulle.daemon().pid();
        tulle.killHard();
        assertTrue(iperf.isRunning());

        tulle.upAgain();

        assertNotEquals(pid, tulle.daemon().pid());
        assertConnectionGoesOn();
    }

    @Test
    void shouldKeepTheConnectionWhenTheDaemonIsToldToEndAndStartsAgain()
    {
        tulle.daemon().signal("TERM").ok();
        assertTrue(iperf.isRunning());

        tulle.upAgain();

        assertConnectionGoesOn();
    }

    private void awaitTraffic()
    {
        Eventually.eventually("traffic", () -> tulle.counters().port(PORT).txFrames() > MANY_FRAMES);
    }

    private void assertConnectionGoesOn()
    {
        awaitTraffic();
        final CommandResult result = iperf.await();
        final JsonNode report = Instance.parse(result.ok().out());
        assertEquals(1, report.path("start").path("connected").size(), "one connection from start to end");
        assertTrue(Iperf.receivedBytes(result) > 0);
        final JsonNode intervals = report.path("intervals");
        final JsonNode last = intervals.path(intervals.size() - 1).path("sum");
        assertTrue(last.path("bytes").asLong() > 0, () -> "the last interval moved something: " + last);
    }
}
