package io.tulle.daemon.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import io.tulle.control.Network;
import io.tulle.control.Origin;
import org.junit.jupiter.api.Test;

/** A user knows the host's interface on a network by its name. */
class HostPortNameTest
{
    private static final String ID = "0123456789abcdef".repeat(4);

    @Test
    void shouldHaveTheNetworksName()
    {
        assertEquals("tl-front", HostPortName.of(network("front", Origin.FILE)));
        assertEquals("tl-twelve-bytes", HostPortName.of(network("twelve-bytes", Origin.API)));
    }

    @Test
    void shouldHaveAsMuchOfALongNameAsFits()
    {
        assertEquals("tl-a-long--0123", HostPortName.of(network("a-long-name-of-one", Origin.FILE)));
    }

    @Test
    void shouldHaveTheIdWhereTheNameMayChange()
    {
        for (final Origin engine : List.of(Origin.DOCKER, Origin.ATTACH))
        {
            assertEquals("tl-0123456789ab", HostPortName.of(network("front", engine)));
        }
    }

    private static Network network(final String name, final Origin origin)
    {
        return new Network(ID, name, Instant.EPOCH, false, null, true, true, false, false, List.of(),
            NetworkOptions.parse(Map.of()), NetworkDns.DEFAULTS, Map.of(), Map.of(), origin);
    }
}
