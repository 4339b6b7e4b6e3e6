package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One container's sessions are its own problem: its neighbours keep theirs, and nothing of a container outlives it. */
@Tag("root")
class ManySessionsTest
{
    private static final String YAML = Internet.UPLINK + """
        nat: {sessions: {max: 262144, per_container_max: 120000}}
        networks:
          lan: {ipam: {config: [{subnet: 10.57.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.57.0.2}}}
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.57.0.3}}}
        """;
    /** One datagram each to so many destinations: four addresses, all ports of each. */
    private static final String FLOOD = """
        import socket, sys, time
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.bind(('10.57.0.2', 50001))
        for n in range(int(sys.argv[1])):
            client.sendto(b'x', ('192.0.2.%d' % (2 + n // 60000), 2000 + n % 60000))
            if 0 == n % 256:
                time.sleep(0.001)
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Container two;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        two = host.container("two");
        internet = Internet.connect(host);
        for (int i = 3; i <= 5; i++)
        {
            Internet.ip(internet, "addr add 192.0.2." + i + "/24 dev eth0");
        }
        tulle = host.tulle();
        tulle.up(YAML);
    }

    @Test
    void shouldKeepANeighboursConnectionWhileOneContainerOpensAHundredThousandSessions()
    {
        new Iperf(internet).start();
        final Background iperf = two.start("iperf3", "-c", Internet.ADDRESS, "-t", "8", "-J");
        Eventually.eventually("a session of the neighbour", () -> sessions("two") > 0);
        flood(130_000, 120_000);
        assertTrue(tulle.counters().drops(DropReason.SESSION_LIMIT) > 0, tulle.counters()::toString);
        assertTrue(Iperf.receivedBytes(iperf.await()) > 1_000_000);
    }

    @Test
    void shouldForgetSessionsThatAreFlushedAndThoseOfAContainerThatLeft()
    {
        flood(1_000, 1_000);
        assertTrue(two.reaches(Internet.ADDRESS));
        tulle.tulle("sessions", "flush", "-c", "one").ok();
        assertEquals(0, sessions("one"));
        assertEquals(1, sessions("two"));
        flood(1_000, 1_000);
        tulle.tulle("network", "disconnect", "lan", "one").ok();
        assertEquals(1, tulle.json("sessions", "--json").size());
    }

    /** moby TestConntrackFlowsLeak, docker/for-linux: UDP flows to a successor work with the next packet. */
    @Test
    void testConntrackFlowsLeak()
    {
        tulle.tulle("publish", "one", "5000:5000/udp").ok();
        final Background first = EchoServer.udp(one, 5000);
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, 5000, 40_000));
        first.close();
        tulle.tulle("unpublish", "one", "5000/udp").ok();
        tulle.tulle("publish", "two", "5000:5000/udp").ok();
        EchoServer.udp(two, 5000);
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, 5000, 40_000));
        assertEquals(0, sessions("one"));
    }

    /** Sends again what got lost on the way: an interface's queue is as long as it is. */
    private void flood(final int datagrams, final int sessions)
    {
        Eventually.eventually(() -> sessions("one") + " sessions of " + sessions + "\n" + tulle.counters(), () ->
        {
            one.run("python3", "-c", FLOOD, Integer.toString(datagrams)).ok();
            return sessions == sessions("one");
        });
    }

    private int sessions(final String container)
    {
        return tulle.tulle("sessions", "-c", container).ok().lines().size() - 1; // a heading
    }
}
