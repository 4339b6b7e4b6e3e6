package io.tulle.dns.resolver;

import io.tulle.dns.message.DnsResponse;

import java.nio.channels.Selector;
import java.util.Random;

/** What it takes to ask a server: sockets, chance, and a reader of answers. Used by the resolver's thread. */
final class Transport
{
    private final Random random;
    private final UdpSockets udp;
    private final TcpExchanges tcp;
    private final DnsResponse response = new DnsResponse();

    Transport(final Selector selector, final Random random)
    {
        this.random = random;
        udp = new UdpSockets(selector, random);
        tcp = new TcpExchanges(selector);
    }

    UdpSockets udp()
    {
        return udp;
    }

    TcpExchanges tcp()
    {
        return tcp;
    }

    Random random()
    {
        return random;
    }

    /** Reused for each answer that comes. */
    DnsResponse response()
    {
        return response;
    }
}
