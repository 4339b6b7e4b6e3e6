package io.tulle.systemtests;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Name servers beyond the uplink, which Tulle asks for names of the world: the right ones answer with an address that
 * tells who they are, and one each fails, is silent, or does not listen. Called by tests.
 */
final class Upstreams
{
    /** Does what the first label of a name says, and so do two others. */
    static final String MAIN = "192.0.2.2";
    static final String SECOND = "192.0.2.3";
    static final String THIRD = "192.0.2.4";
    static final String SIX = "2001:db8:2::2";
    /** Always SERVFAIL. */
    static final String FAILING = "192.0.2.5";
    static final String SILENT = "192.0.2.6";
    /** Nobody listens: port unreachable, connection refused. */
    static final String CLOSED = "192.0.2.7";
    /** Takes 0.8 s for each answer, which lives 12 s. */
    static final String SLOW = "192.0.2.8";

    private final Map<String, Background> servers = new HashMap<>();

    private Upstreams()
    {
    }

    static Upstreams start(final Container internet)
    {
        final Upstreams upstreams = new Upstreams();
        for (int i = 3; i <= 8; i++)
        {
            Internet.ip(internet, "addr add 192.0.2." + i + "/24 dev eth0");
        }
        upstreams.start(internet, MAIN, "--tag", "2");
        upstreams.start(internet, SECOND, "--tag", "3");
        upstreams.start(internet, THIRD, "--tag", "4");
        upstreams.start(internet, SIX, "--tag", "6");
        upstreams.start(internet, FAILING, "--all", "servfail");
        upstreams.start(internet, SILENT, "--all", "silent");
        upstreams.start(internet, SLOW, "--all", "slow800", "--ttl", "12", "--tag", "8");
        return upstreams;
    }

    private void start(final Container internet, final String address, final String... options)
    {
        servers.put(address, NameServer.strange(internet, address, options));
    }

    /** How often a server was asked for a name, whatever its type. */
    long questions(final String server, final String name)
    {
        return servers.get(server).out().lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).contains(" " + name + " ")).count();
    }

    /** How often any server was asked for a name. */
    long questions(final String name)
    {
        return servers.keySet().stream().mapToLong(server -> questions(server, name)).sum();
    }
}
