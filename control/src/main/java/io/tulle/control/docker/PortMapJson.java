package io.tulle.control.docker;

import io.tulle.config.BadValueException;
import io.tulle.config.IpAddress;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;

import java.util.List;

/** Reads the ports to publish: Docker writes a range of them port by port. Any thread. */
final class PortMapJson
{
    private static final String FIELD = "com.docker.network.portmap";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;

    private PortMapJson()
    {
    }

    static List<PortMapping> ports(final Fields request)
    {
        return request.child("Options").children(FIELD).stream().map(PortMapJson::port).toList();
    }

    private static PortMapping port(final Fields port)
    {
        final int containerPort = port.number("Port", MAX_PORT);
        final int hostPort = port.number("HostPort", MAX_PORT);
        final int end = port.number("HostPortEnd", MAX_PORT);
        final int hostPortEnd = 0 == end ? hostPort : end;
        if (0 == containerPort)
        {
            throw port.at("Port", new BadValueException("0", "is not a port", null));
        }
        if (hostPortEnd < hostPort || 0 == hostPort && 0 != hostPortEnd)
        {
            throw port.at("HostPortEnd", new BadValueException(
                Integer.toString(hostPortEnd), "is no end for a range from " + hostPort, null));
        }
        return new PortMapping(port.parsed("HostIP", IpAddress::parse), hostPort, hostPortEnd, containerPort,
            containerPort, protocol(port), List.of());
    }

    private static Protocol protocol(final Fields port)
    {
        final int number = port.number("Proto", MAX_PROTOCOL);
        return switch (number)
        {
            case 6 -> Protocol.TCP;
            case 17 -> Protocol.UDP;
            case 132 -> Protocol.SCTP;
            default -> throw port.at("Proto", new BadValueException(
                Integer.toString(number), "is not tcp (6), udp (17) or sctp (132)", null));
        };
    }
}
