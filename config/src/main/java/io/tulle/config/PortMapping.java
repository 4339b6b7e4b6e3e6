package io.tulle.config;

import java.util.List;

/**
 * Ports of a container that are published on the host.
 *
 * @param hostIp        address they are bound to, or null: every one.
 * @param hostPort      first port on the host; 0 means any free one.
 * @param hostPortEnd   last port on the host; a longer range than the container's means its first free one.
 * @param containerPort first port in the container.
 * @param containerPortEnd last port in the container.
 * @param protocol      tcp unless named.
 * @param allow         prefixes that may use them; none means everyone.
 */
public record PortMapping(IpAddress hostIp, int hostPort, int hostPortEnd, int containerPort, int containerPortEnd,
    Protocol protocol, List<Cidr> allow)
{
    public PortMapping
    {
        allow = List.copyOf(allow);
    }

    /** Reads [host-ip:][host-port[-end]:]container-port[-end][/protocol]; BadValueException says what is wrong. */
    public static PortMapping parse(final String text)
    {
        return PortMappingText.parse(text);
    }

    /** Joins the parts; BadValueException when the ranges do not fit each other. */
    static PortMapping of(final String text, final IpAddress hostIp, final PortRange host, final PortRange container,
        final Protocol protocol)
    {
        // Docker takes a host range with one container port as "the first free of these"
        if (PortRange.EPHEMERAL != host && host.size() != container.size() && 1 != container.size())
        {
            throw new BadValueException(text, "has ranges of different length: " + host.size() + " host ports for " +
                container.size() + " container ports", "make them equal");
        }
        return new PortMapping(hostIp, host.start(), host.end(), container.start(), container.end(), protocol,
            List.of());
    }

    /** The same ports for these sources alone. */
    public PortMapping allow(final List<Cidr> prefixes)
    {
        return new PortMapping(hostIp, hostPort, hostPortEnd, containerPort, containerPortEnd, protocol, prefixes);
    }

    /** How many ports of the container. */
    public int size()
    {
        return containerPortEnd - containerPort + 1;
    }

    /** Is the host port left to choose: any, or the first free of a range? */
    public boolean hasChoice()
    {
        return 0 == hostPort || hostPortEnd - hostPort + 1 != size();
    }

    /** Can sockets of these two addresses not have the same port? Null and the unspecified address are every one. */
    public static boolean isSameHost(final IpAddress one, final IpAddress other)
    {
        if (null == one || null == other)
        {
            return true;
        }
        return one.equals(other) || one.isV6() == other.isV6() && (one.isUnspecified() || other.isUnspecified());
    }

    /** The mapping as a user writes it; the sources that may use it are not part of that form. */
    @Override
    public String toString()
    {
        final String ip = null == hostIp ? "" : hostIp.isV6() ? "[" + hostIp + "]:" : hostIp + ":";
        final String host = 0 != hostPort ? new PortRange(hostPort, hostPortEnd) + ":" : ip.isEmpty() ? "" : ":";
        return ip + host + new PortRange(containerPort, containerPortEnd) + "/" + protocol;
    }
}
