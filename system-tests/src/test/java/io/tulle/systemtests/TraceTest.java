package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What tells a user about the way to the world tells the same as through a kernel router: hop by hop, and the path's
 * MTU. The way: container, gateway, the provider's router, and behind a link of 1,400 bytes a server.
 */
@Tag("root")
class TraceTest
{
    private static final String SERVER = "203.0.113.2";
    private static final String SERVER_V6 = "2001:db8:3::2";
    private static final List<String> HOPS = List.of("10.56.0.1", Internet.ADDRESS, SERVER);
    private static final List<String> HOPS_V6 = List.of("fd56::1", Internet.ADDRESS_V6, SERVER_V6);
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.56.0.0/24}, {subnet: "fd56::/64"}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.56.0.2, ipv6_address: "fd56::2"}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container one;
    private Container server;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        final Container router = Internet.connect(host);
        server = host.container("server");
        Internet.ip(router, "link add down0 type veth peer name eth0 netns " + server.namespace());
        Internet.ip(router, "addr add 203.0.113.1/24 dev down0");
        Internet.ip(router, "addr add 2001:db8:3::1/64 dev down0 nodad");
        Internet.ip(router, "link set down0 mtu 1400 up");
        Internet.ip(server, "addr add " + SERVER + "/24 dev eth0");
        Internet.ip(server, "addr add " + SERVER_V6 + "/64 dev eth0 nodad");
        Internet.ip(server, "link set eth0 mtu 1400 up");
        Internet.ip(server, "route add default via 203.0.113.1");
        Internet.ip(server, "-6 route add default via 2001:db8:3::1");
        Internet.ip(host.host(), "route add default via " + Internet.ADDRESS);
        Internet.ip(host.host(), "-6 route add default via " + Internet.ADDRESS_V6);
        router.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1").ok();
        // else the kernel's own rate limits (one a second and destination) hide hops from the tools
        for (final Container kernel : List.of(router, server))
        {
            kernel.run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0").ok();
        }
        host.tulle().up(YAML);
        assertTrue(one.reaches(SERVER));
        assertTrue(one.reaches(SERVER_V6));
    }

    @Test
    void shouldShowTheHopsToTracerouteByUdpIcmpAndTcp()
    {
        for (final String kind : new String[]{"-U", "-I", "-T"})
        {
            assertEquals(HOPS, hops(one.run("traceroute", "-n", kind, "-w", "2", SERVER).ok(), "traceroute"), kind);
            assertEquals(HOPS_V6, hops(one.run("traceroute", "-6", "-n", kind, "-w", "2", SERVER_V6).ok(),
                "traceroute"), kind);
        }
    }

    @Test
    void shouldShowTheHopsToMtr()
    {
        assertEquals(HOPS, hops(one.run("mtr", "-n", "-r", "-c", "2", SERVER).ok(), "Start|HOST"));
        assertEquals(HOPS_V6, hops(one.run("mtr", "-6", "-n", "-r", "-c", "2", SERVER_V6).ok(), "Start|HOST"));
    }

    @Test
    void shouldTellTracepathTheMtuOfThePath()
    {
        final String path = one.run("tracepath", "-n", SERVER).ok().out();
        assertTrue(path.contains("pmtu 1400") && path.contains("reached") && path.contains("10.56.0.1"), path);
        final String pathV6 = one.run("tracepath", "-6", "-n", SERVER_V6).ok().out();
        assertTrue(pathV6.contains("pmtu 1400") && pathV6.contains("reached"), pathV6);
    }

    @Test
    void shouldMoveBulkDataThroughTheSmallLinkWithOffloadsOn()
    {
        final Iperf iperf = new Iperf(server).start();
        assertTrue(iperf.receivedBytes(one, SERVER) > 1_000_000);
        assertTrue(iperf.receivedBytes(one, SERVER, "-R") > 1_000_000);
        assertTrue(iperf.receivedBytes(one, SERVER_V6) > 1_000_000);
    }

    @Test
    void shouldMoveBulkDataThroughAnUplinkOf1400Bytes()
    {
        final Container internet = host.existing(host.fullName("internet"));
        Internet.ip(host.host(), "link set up0 mtu 1400");
        Internet.ip(internet, "link set eth0 mtu 1400");
        final Iperf iperf = new Iperf(internet).start();
        Eventually.eventually("the new MTU told by ICMP", () -> one.run("tracepath", "-n", Internet.ADDRESS).ok().out()
            .contains("pmtu 1400"));
        assertTrue(iperf.receivedBytes(one, Internet.ADDRESS) > 1_000_000);
        assertTrue(iperf.receivedBytes(one, Internet.ADDRESS_V6) > 1_000_000);
        assertTrue(one.run("ping", "-c", "1", "-M", "dont", "-s", "4000", "-W", "5", Internet.ADDRESS).isOk());
    }

    /** The addresses that a tool prints, one a hop. */
    private static List<String> hops(final CommandResult result, final String headLine)
    {
        final Pattern address = Pattern.compile("[0-9a-f]+[.:][0-9a-f.:]*[0-9a-f]");
        final Stream<String> lines = result.out().lines().filter(line -> !line.matches("(" + headLine + ").*"));
        return lines.map(line -> address.matcher(line).results().map(match -> match.group())
            .filter(text -> HOPS.contains(text) || HOPS_V6.contains(text)).findFirst().orElse(line)).toList();
    }
}
