package io.tulle.systemtests;

import io.tulle.dataplane.DropReason;

/**
 * A Tulle between two containers with kernels of their own, a third one whose packets a test writes, and an Internet of
 * a kernel and a neighbour on the same wire whose packets a test writes, too. Called by tests.
 */
final class NatWorld implements AutoCloseable
{
    static final String ONE = "10.60.0.2";
    static final String RAW = "10.60.0.9";
    static final String RAW_V6 = "fd60::9";
    static final String OUTSIDE = "192.0.2.9";
    static final String OUTSIDE_V6 = "2001:db8:2::9";
    static final String[] BOTH_OUTSIDE = {OUTSIDE, OUTSIDE_V6};

    private static final String RAW_MAC = "02:00:00:60:00:09";
    private static final String YAML = """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.60.0.0/24}, {subnet: "fd60::/64"}]}}
        containers:
          one:
            netns: "@one"
            networks: {lan: {ipv4_address: 10.60.0.2, ipv6_address: "fd60::2"}}
            ports: ["8080:80", "8080:80/udp"]
          two: {netns: "@two", networks: {lan: {ipv4_address: 10.60.0.3, ipv6_address: "fd60::3"}}}
          raw:
            netns: "@raw"
            networks: {lan: {mac_address: "02:00:00:60:00:09", ipv4_address: 10.60.0.9, ipv6_address: "fd60::9"}}
            ports: ["9090:90", "9090:90/udp"]
        """;

    final Container internet;
    final Container one;
    final Container two;
    final Instance tulle;
    final Peer raw;
    final Peer outside;

    NatWorld(final TestHost host, final String uplink)
    {
        one = host.container("one");
        two = host.container("two");
        final Container rawContainer = host.container("raw");
        internet = Internet.connect(host);
        tulle = host.tulle();
        tulle.up(uplink + YAML);
        one.reaches("10.60.0.1"); // and so knows its MAC address
        raw = new Peer(rawContainer.rawSocket("eth0"), RAW_MAC, word(one, "ip neigh show 10.60.0.1", "lladdr"));
        Internet.ip(rawContainer, "addr flush dev eth0"); // so that its kernel answers nothing
        final String mac = word(internet, "ip -o link show eth0", "link/ether");
        Internet.ip(host.host(), "neigh replace " + OUTSIDE + " lladdr " + mac + " dev up0 nud permanent");
        Internet.ip(host.host(), "-6 neigh replace " + OUTSIDE_V6 + " lladdr " + mac + " dev up0 nud permanent");
        outside = new Peer(internet.rawSocket("eth0"), mac, word(host.host(), "ip -o link show up0", "link/ether"));
        assertNeighboursGoOn();
    }

    /** The word behind another one in what a command prints. */
    private static String word(final Container container, final String command, final String before)
    {
        return container.run(command.split(" ")).ok().out().replaceAll("(?s).*" + before + " (\\S+).*", "$1");
    }

    /** The raw container's address of the family. */
    static String raw(final String family)
    {
        return family.contains(":") ? RAW_V6 : RAW;
    }

    /** The external address of the family. */
    static String external(final String family)
    {
        return family.contains(":") ? Internet.HOST_V6 : Internet.HOST;
    }

    /** The kernel's address of the family, beyond the uplink. */
    static String internet(final String family)
    {
        return family.contains(":") ? Internet.ADDRESS_V6 : Internet.ADDRESS;
    }

    long drops(final DropReason reason)
    {
        return tulle.counters().drops(reason);
    }

    /** Waits until so many more frames than before went for the reason. */
    void awaitDrops(final DropReason reason, final long count)
    {
        Eventually.eventually(() -> count + " drops: " + reason + "\n" + tulle.counters(),
            () -> drops(reason) >= count);
    }

    /** Waits until what was sent up to now has been through: a ping behind it comes back. */
    void assertNeighboursGoOn()
    {
        for (final String address : new String[]{Internet.ADDRESS, Internet.ADDRESS_V6})
        {
            if (!one.reaches(address))
            {
                throw new AssertionError("the neighbour lost its way to " + address + "\n" + tulle.counters());
            }
        }
    }

    @Override
    public void close()
    {
        raw.close();
        outside.close();
    }
}
