package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What tells a user about the way to the world tells the same as through a kernel router: hop by hop, and the path's
 * MTU. The way: container, gateway, the provider's router, and behind a link of 1,400 bytes a server.
 */
@Tag("root")
class TraceTest
{
    private static final String SERVER = "203.0.113.2";
    private static final String SERVER_V6 = "2001:db8:3::2";
    private static final String KERNELS_PROVIDER = "198.51.100.1";
    private static final String KERNELS_PROVIDER_V6 = "2001:db8:4::1";
    private static final List<String> HOPS = List.of("10.56.0.1", Internet.ADDRESS, SERVER);
    private static final List<String> HOPS_V6 = List.of("fd56::1", Internet.ADDRESS_V6, SERVER_V6);
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.56.0.0/24}, {subnet: "fd56::/64"}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.56.0.2, ipv6_address: "fd56::2"}}}
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static Container one;
    private static Container masqueraded;
    private static Container internet;
    private static Container server;

    @BeforeAll
    static void start()
    {
        one = HOST.container("one");
        internet = Internet.connect(HOST);
        server = HOST.container("server");
        link(internet, "down0", "203.0.113.1/24", "2001:db8:3::1/64", server, SERVER + "/24", SERVER_V6 + "/64");
        Internet.ip(internet, "link set down0 mtu 1400");
        Internet.ip(server, "link set eth0 mtu 1400");
        route(server, "203.0.113.1", "2001:db8:3::1");
        route(HOST.host(), Internet.ADDRESS, Internet.ADDRESS_V6);
        masqueradeByKernel();
        internet.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1").ok();
        // else the kernel's own rate limits (one a second and destination) hide hops from the tools
        for (final Container kernel : List.of(internet, server, HOST.existing("gate")))
        {
            kernel.run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0").ok();
        }
        HOST.tulle().up(YAML);
        for (final String address : List.of(SERVER, SERVER_V6))
        {
            assertTrue(one.reaches(address) && masqueraded.reaches(address), address);
        }
    }

    /** Another container with the same address, behind a router of the same address that is a kernel. */
    private static void masqueradeByKernel()
    {
        final Container gate = HOST.container("gate");
        masqueraded = HOST.container("masqueraded");
        link(internet, "gate0", KERNELS_PROVIDER + "/24", KERNELS_PROVIDER_V6 + "/64", gate, "198.51.100.2/24",
            "2001:db8:4::2/64");
        link(gate, "lan0", "10.56.0.1/24", "fd56::1/64", masqueraded, "10.56.0.2/24", "fd56::2/64");
        route(gate, KERNELS_PROVIDER, KERNELS_PROVIDER_V6);
        route(masqueraded, "10.56.0.1", "fd56::1");
        gate.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1").ok();
        gate.run("nft", "add table inet nat; add chain inet nat out {type nat hook postrouting priority 100;}; " +
            "add rule inet nat out oifname eth0 masquerade").ok();
    }

    private static void link(final Container here, final String name, final String address, final String addressV6,
        final Container there, final String otherAddress, final String otherAddressV6)
    {
        Internet.ip(here, "link add " + name + " type veth peer name eth0 netns " + there.namespace());
        Internet.ip(here, "addr add " + address + " dev " + name);
        Internet.ip(here, "addr add " + addressV6 + " dev " + name + " nodad");
        Internet.ip(here, "link set " + name + " up");
        Internet.ip(there, "addr add " + otherAddress + " dev eth0");
        Internet.ip(there, "addr add " + otherAddressV6 + " dev eth0 nodad");
        Internet.ip(there, "link set eth0 up");
    }

    private static void route(final Container container, final String gateway, final String gatewayV6)
    {
        Internet.ip(container, "route add default via " + gateway);
        Internet.ip(container, "-6 route add default via " + gatewayV6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-U", "-I", "-T"})
    void shouldShowTheHopsToTraceroute(final String kind)
    {
        assertAsByKernel("traceroute -n " + kind + " -q 1 -N 1 -w 5 " + SERVER);
        assertAsByKernel("traceroute -6 -n " + kind + " -q 1 -N 1 -w 5 " + SERVER_V6);
    }

    @Test
    void shouldShowTheHopsToMtr()
    {
        assertAsByKernel("mtr -4 -n -r -c 1 -G 1 " + SERVER);
        assertAsByKernel("mtr -6 -n -r -c 1 -G 1 " + SERVER_V6);
    }

    @Test
    void shouldTellTracepathTheMtuOfThePath()
    {
        final String path = assertAsByKernel("tracepath -n " + SERVER);
        assertTrue(path.contains("pmtu 1400") && path.contains("reached"), path);
        final String pathV6 = assertAsByKernel("tracepath -6 -n " + SERVER_V6);
        assertTrue(pathV6.contains("pmtu 1400") && pathV6.contains("reached"), pathV6);
    }

    /** Runs a tool in both containers, whose ways have the same length. @return what it prints, but for times */
    private static String assertAsByKernel(final String command)
    {
        final String out = withoutTimes(one.run(command.split(" ")).ok());
        assertEquals(withoutTimes(masqueraded.run(command.split(" ")).ok()), out);
        final List<String> hops = command.contains(SERVER_V6) ? HOPS_V6 : HOPS;
        assertTrue(hops.stream().allMatch(out::contains), out);
        return out;
    }

    private static String withoutTimes(final CommandResult result)
    {
        return result.out().replace(KERNELS_PROVIDER_V6, Internet.ADDRESS_V6)
            .replace(KERNELS_PROVIDER, Internet.ADDRESS).replaceAll("(?m)^(Start|HOST).*$", "")
            .replaceAll("[0-9.]+ ?ms", "ms").replaceAll("%.*", "%").replaceAll(" +", " ");
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
    void mssClampingIsSeenByTheServerBehindAnUplinkOf1400Bytes()
    {
        uplinkMtu("1400");
        final Background tcpdump = internet.start("tcpdump", "-n", "-l", "-i", "eth0",
            "port 5201 and (tcp[tcpflags] & tcp-syn != 0 or ip6)").awaitErrorLine("listening on");
        final Iperf iperf = new Iperf(internet).start();
        assertTrue(iperf.receivedBytes(one, Internet.ADDRESS) > 1_000_000);
        assertTrue(iperf.receivedBytes(one, Internet.ADDRESS_V6) > 1_000_000);
        tcpdump.awaitLine("> 192.0.2.2.5201: .*mss 1360,").awaitLine("> 2001:db8:2::2.5201: .*mss 1340,");
        one.run("ping", "-c", "1", "-M", "dont", "-s", "4000", "-W", "5", Internet.ADDRESS).ok();
        uplinkMtu("1500");
        tcpdump.close();
    }

    /** Waits until a container gets as much through as the MTU lets, and no more. */
    private static void uplinkMtu(final String mtu)
    {
        Internet.ip(HOST.host(), "link set up0 mtu " + mtu);
        Internet.ip(internet, "link set eth0 mtu " + mtu);
        Eventually.eventually("packets of up to " + mtu, () ->
        {
            Internet.ip(one, "route flush cache"); // of what ICMP told before
            return isPassed(Integer.parseInt(mtu)) && !isPassed(Integer.parseInt(mtu) + 1);
        });
    }

    private static boolean isPassed(final int length)
    {
        return one.run("ping", "-n", "-c", "1", "-W", "1", "-M", "do", "-s", String.valueOf(length - 28),
            Internet.ADDRESS).isOk();
    }
}
