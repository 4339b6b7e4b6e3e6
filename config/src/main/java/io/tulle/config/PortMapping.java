package io.tulle.config;

/**
 * Ports of a container that are published on the host.
 *
 * @param hostIp        address they are bound to, or null: every one.
 * @param hostPort      first port on the host; 0 means any free one.
 * @param hostPortEnd   last port on the host; a longer range than the container's means its first free one.
 * @param containerPort first port in the container.
 * @param containerPortEnd last port in the container.
 * @param protocol      tcp unless named.
 */
public record PortMapping(IpAddress hostIp, int hostPort, int hostPortEnd, int containerPort, int containerPortEnd,
    Protocol protocol)
{
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
        return new PortMapping(hostIp, host.start(), host.end(), container.start(), container.end(), protocol);
    }

    @Override
    public String toString()
    {
        final String ip = null == hostIp ? "" : hostIp.isV6() ? "[" + hostIp + "]:" : hostIp + ":";
        final String host = 0 != hostPort ? new PortRange(hostPort, hostPortEnd) + ":" : ip.isEmpty() ? "" : ":";
        return ip + host + new PortRange(containerPort, containerPortEnd) + "/" + protocol;
    }
}
