package io.tulle.dns.resolver;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server that is asked, with what is known of it: one object an address, whoever's questions it answers. Used by
 * the resolver's thread.
 */
final class Upstream
{
    private static final int DNS_PORT = 53;
    private static final long REMEMBERED_NS = TimeUnit.HOURS.toNanos(1); // what it cannot do; then it is tried again

    private final InetSocketAddress address;
    private final UpstreamHealth health = new UpstreamHealth();
    private final List<UdpSocket> sockets = new ArrayList<>();
    private boolean losesCase;
    private long caseLostNs;
    private boolean refusesEdns;
    private long ednsRefusedNs;
    private long lastUsedNs;

    Upstream(final InetSocketAddress address)
    {
        this.address = address;
    }

    InetSocketAddress address()
    {
        return address;
    }

    UpstreamHealth health()
    {
        return health;
    }

    /** The open sockets that are connected to it. */
    List<UdpSocket> sockets()
    {
        return sockets;
    }

    /** @return whether its answers do not repeat the case of the question, so that questions are in lower case */
    boolean losesCase(final long nowNs)
    {
        losesCase &= nowNs - caseLostNs < REMEMBERED_NS;
        return losesCase;
    }

    /** It answered a question in lower case after it had spoilt the case of another. */
    void onCaseLost(final long nowNs)
    {
        losesCase = true;
        caseLostNs = nowNs;
    }

    boolean hasEdns(final long nowNs)
    {
        refusesEdns &= nowNs - ednsRefusedNs < REMEMBERED_NS;
        return !refusesEdns;
    }

    void onEdnsRefused(final long nowNs)
    {
        refusesEdns = true;
        ednsRefusedNs = nowNs;
    }

    long lastUsedNs()
    {
        return lastUsedNs;
    }

    void onUse(final long nowNs)
    {
        lastUsedNs = nowNs;
    }

    /** Its address for a user, with the port when that is not the usual one. */
    @Override
    public String toString()
    {
        return text(address);
    }

    static String text(final InetSocketAddress address)
    {
        final String host = null == address.getAddress() ? address.getHostString() :
            address.getAddress().getHostAddress();
        return DNS_PORT == address.getPort() ? host : host + " port " + address.getPort();
    }
}
