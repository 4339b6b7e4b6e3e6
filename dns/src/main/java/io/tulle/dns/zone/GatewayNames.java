package io.tulle.dns.zone;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes the names by which a container knows its host: Docker Desktop and podman have them. Called by the daemon. */
public final class GatewayNames
{
    private static final List<String> NAMES =
        List.of("host.docker.internal", "gateway.docker.internal", "host.containers.internal");

    private GatewayNames()
    {
    }

    /**
     * @param ipv4 the gateway's, or null
     * @param ipv6 the gateway's, or null
     * @return none if there is no address
     */
    public static List<ZoneEntry> entries(final InetAddress ipv4, final InetAddress ipv6)
    {
        final List<InetAddress> addresses = Stream.of(ipv4, ipv6).filter(Objects::nonNull).toList();
        return addresses.isEmpty() ? List.of() :
            NAMES.stream().map((name) -> ZoneEntry.of(name, addresses, "gateway")).toList();
    }
}
