package io.tulle.daemon.names;

import io.tulle.control.PublishedPort;
import io.tulle.dns.zone.NamedEndpoint.Service;

import java.util.ArrayList;
import java.util.List;

/** Turns a container's published ports into its services. Called by the control thread. */
final class PublishedServices
{
    /** Of a range such as 1-65535 the first ones have names: who asks for a service knows a port of it. */
    private static final int MAX_SERVICES = 256;

    private PublishedServices()
    {
    }

    static List<Service> of(final List<PublishedPort> published)
    {
        final List<Service> services = new ArrayList<>();
        for (final PublishedPort port : published)
        {
            final String protocol = port.protocol().toString();
            for (int i = port.containerPort(); i <= port.containerPortEnd() && services.size() < MAX_SERVICES; i++)
            {
                services.add(new Service(i, protocol));
            }
        }
        return services.stream().distinct().toList();
    }
}
