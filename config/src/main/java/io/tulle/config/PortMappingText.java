package io.tulle.config;

import java.util.function.Supplier;

/** Reads the short form of a published port, from its right end to its left, as Docker does. */
final class PortMappingText
{
    private static final String REMEDY = "write [host-ip:][host-port:]container-port[/tcp|udp|sctp]";

    private PortMappingText()
    {
    }

    static PortMapping parse(final String text)
    {
        final int slash = text.lastIndexOf('/');
        final Protocol protocol = slash < 0 ? Protocol.TCP :
            part(text, () -> Protocol.parse(text.substring(slash + 1)));
        final String ports = slash < 0 ? text : text.substring(0, slash);
        final int last = ports.lastIndexOf(':');
        final PortRange container = part(text, () -> PortRange.parse(ports.substring(last + 1)));
        final String host = last < 0 ? "" : ports.substring(0, last);
        final int middle = host.startsWith("[") && host.endsWith("]") ? -1 : host.lastIndexOf(':');
        final String hostPort = host.substring(middle + 1);
        final IpAddress hostIp = middle < 0 ? null : hostIp(text, host.substring(0, middle));
        return PortMapping.of(text, hostIp, hostPorts(text, hostPort), container, protocol);
    }

    private static PortRange hostPorts(final String text, final String ports)
    {
        if (ports.indexOf('.') >= 0 || ports.startsWith("["))
        {
            throw new BadValueException(text, "has an address where a host port is wanted",
                "write " + ports + "::PORT");
        }
        return ports.isEmpty() || "0".equals(ports) ? PortRange.EPHEMERAL : part(text, () -> PortRange.parse(ports));
    }

    private static IpAddress hostIp(final String text, final String ip)
    {
        final boolean isBracketed = ip.startsWith("[") && ip.endsWith("]");
        if (!isBracketed && ip.indexOf(':') >= 0)
        {
            throw new BadValueException(text, "has too many colons", "put an IPv6 address in brackets: [::1]:8080:80");
        }
        return ip.isEmpty() ? null :
            part(text, () -> IpAddress.parse(isBracketed ? ip.substring(1, ip.length() - 1) : ip));
    }

    /** Names the whole text when one part of it is bad. */
    private static <T> T part(final String text, final Supplier<T> parser)
    {
        try
        {
            return parser.get();
        }
        catch (final BadValueException e)
        {
            throw new BadValueException(text, "is not a port mapping: " + Problem.sentence(e.value(), e.reason(), null),
                REMEDY);
        }
    }
}
