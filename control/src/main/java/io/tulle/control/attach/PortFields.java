package io.tulle.control.attach;

import io.tulle.config.IpAddress;
import io.tulle.config.PortMapping;
import io.tulle.config.Protocol;

import java.util.List;

/** Reads the numbers of published ports. Used by the thread of the request. */
final class PortFields
{
    static final int MAX = 65_535;

    private PortFields()
    {
    }

    /** As many ports as the size says, from these two on. @param hostIp null for every one */
    static PortMapping mapping(final IpAddress hostIp, final Field hostPort, final Field containerPort, final int size,
        final Protocol protocol)
    {
        final int host = hostPort.number(1, MAX - size + 1);
        final int container = containerPort.number(1, MAX - size + 1);
        return new PortMapping(hostIp, host, host + size - 1, container, container + size - 1, protocol, List.of());
    }
}
