package io.tulle.control;

import io.tulle.config.IpAddress;

import java.util.List;

/**
 * One way in, as {@code tulle ports} shows it: what is reachable from where.
 *
 * @param container     the container's name
 * @param protocol      tcp, udp or sctp
 * @param hostIp        the address of the host; null means every one
 * @param hostPort      the first port of the host; 0 if it is not chosen
 * @param hostPortEnd   the last port of the host
 * @param containerPort the port of the container that the first one leads to
 * @param network       the network that it leads into; null if it is not served: the container has no default route
 * @param from          who may use it: "anyone", "host only", or the prefixes
 * @param uplinks       the uplinks that it can be reached by
 */
public record PortRow(
    String container,
    String protocol,
    IpAddress hostIp,
    int hostPort,
    int hostPortEnd,
    int containerPort,
    int containerPortEnd,
    String network,
    List<String> from,
    List<String> uplinks)
{
    /** Who may use a port without a list of prefixes. */
    public static final String ANYONE = "anyone";
    /** Who may use a port of a loopback address. */
    public static final String HOST_ONLY = "host only";

    /** Freezes the lists. */
    public PortRow
    {
        from = List.copyOf(from);
        uplinks = List.copyOf(uplinks);
    }
}
