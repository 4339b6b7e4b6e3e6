package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tulle.config.ContainerDns;
import io.tulle.config.NetworkDns;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** A container's resolv.conf is what Docker would write, but for the server. */
class ContainerResolvConfTest
{
    private static final NetworkDns DISABLED = new NetworkDns(false, List.of(), Map.of());

    private final ResolvConf host =
        ResolvConf.parse("nameserver 192.0.2.53\nsearch corp.example example.org\noptions edns0\n");

    @Test
    void shouldNameTheGatewayAndTakeSearchAndOptionsOfTheHost()
    {
        assertEquals("nameserver 10.30.0.1\nsearch corp.example example.org\noptions ndots:0 edns0\n",
            text(ContainerDns.DEFAULTS, joined("front", "10.30", NetworkDns.DEFAULTS)));
    }

    @Test
    void shouldPreferWhatTheUserSays()
    {
        assertEquals("nameserver 10.30.0.1\nsearch a.example\noptions ndots:2 timeout:3\n",
            text(dns(List.of("a.example"), List.of("ndots:2", "timeout:3")),
                joined("front", "10.30", NetworkDns.DEFAULTS)));
    }

    @Test
    void shouldHaveNoSearchListForADot()
    {
        assertEquals("nameserver 10.30.0.1\noptions ndots:0 edns0\n",
            text(dns(List.of("."), List.of()), joined("front", "10.30", NetworkDns.DEFAULTS)));
    }

    @Test
    void shouldKeepTheHostsNdots()
    {
        assertEquals("nameserver 10.30.0.1\noptions ndots:3\n", ContainerResolvConf.text(ContainerDns.DEFAULTS,
            List.of(joined("front", "10.30", NetworkDns.DEFAULTS)), ResolvConf.parse("options ndots:3\n")));
    }

    @Test
    void shouldNameTheFirstGatewayThatAnswers()
    {
        assertEquals("nameserver 10.31.0.1\nsearch corp.example example.org\noptions ndots:0 edns0\n",
            text(ContainerDns.DEFAULTS, joined("front", "10.30", DISABLED), joined("back", "10.31",
                NetworkDns.DEFAULTS)));
    }

    @Test
    void shouldNameTheContainersOwnServersWhereNoGatewayAnswers()
    {
        final ContainerDns own =
            new ContainerDns(Model.servers("192.0.2.1", "192.0.2.2:5353"), List.of(), List.of(), List.of());

        assertEquals("nameserver 192.0.2.1\nsearch corp.example example.org\noptions ndots:0 edns0\n",
            text(own, joined("front", "10.30", DISABLED)));
        assertNull(text(ContainerDns.DEFAULTS, joined("front", "10.30", DISABLED)));
    }

    @Test
    void shouldBeNoneWithoutANetwork()
    {
        assertNull(text(ContainerDns.DEFAULTS));
    }

    private String text(final ContainerDns dns, final JoinedNetwork... networks)
    {
        return ContainerResolvConf.text(dns, List.of(networks), host);
    }

    private static ContainerDns dns(final List<String> search, final List<String> options)
    {
        return new ContainerDns(List.of(), search, options, List.of());
    }

    private static JoinedNetwork joined(final String name, final String subnet, final NetworkDns dns)
    {
        final Network network = Model.network(name, subnet, false, dns);
        final Sandbox sandbox = Model.sandbox("web");
        return new JoinedNetwork(1, network, Model.endpoint(network, sandbox, subnet + ".0.2", 0));
    }
}
