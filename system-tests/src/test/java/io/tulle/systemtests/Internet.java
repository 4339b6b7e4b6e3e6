package io.tulle.systemtests;

import java.util.ArrayList;
import java.util.List;

/**
 * A namespace beyond the host's uplink: the host's end of the pair is {@code up0}, the other one {@code eth0}. Called
 * by tests.
 */
final class Internet
{
    /** What a topology says to go out by it. */
    static final String UPLINK = "uplink: {interface: up0}\n";
    /** The same on a host where the kernel translates, too: its containers keep their ports, 32768-60999. */
    static final String UPLINK_BESIDE_BRIDGES = "uplink: {interface: up0, ports: 61000-65535}\n";
    static final String HOST = "192.0.2.1";
    static final String HOST_V6 = "2001:db8:2::1";
    static final String ADDRESS = "192.0.2.2";
    static final String ADDRESS_V6 = "2001:db8:2::2";
    static final String INTERFACE = "up0";

    private Internet()
    {
    }

    /** Makes it and its link to the host, both families. */
    static Container connect(final TestHost host)
    {
        return connect(host, "internet");
    }

    static Container connect(final TestHost host, final String name)
    {
        final Container internet = host.container(name);
        link(host, internet);
        return internet;
    }

    /** Makes the pair, as it is after the uplink was removed and came back. */
    static void link(final TestHost host, final Container internet)
    {
        ip(host.host(), "link add up0 type veth peer name eth0 netns " + internet.namespace());
        ip(host.host(), "addr add " + HOST + "/24 dev up0");
        ip(host.host(), "addr add " + HOST_V6 + "/64 dev up0 nodad");
        ip(host.host(), "link set up0 up");
        ip(host.host(), "link set lo up");
        ip(internet, "addr add " + ADDRESS + "/24 dev eth0");
        ip(internet, "addr add " + ADDRESS_V6 + "/64 dev eth0 nodad");
        ip(internet, "link set eth0 up");
        ip(internet, "link set lo up");
    }

    /** Runs ip with these words in a namespace. */
    static CommandResult ip(final Container container, final String words)
    {
        final List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        return container.run(command.toArray(new String[0])).ok();
    }
}
