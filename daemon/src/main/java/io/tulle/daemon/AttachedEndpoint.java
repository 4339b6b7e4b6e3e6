package io.tulle.daemon;

import io.tulle.control.Endpoint;
import io.tulle.tapio.TapDevice;

/** An endpoint that is a switch port now. */
record AttachedEndpoint(Endpoint endpoint, Domain domain, TapDevice device, int port)
{
    /** @return container/network, as both are called now. */
    String name()
    {
        return endpoint.container() + "/" + domain.network().name();
    }

    /** The same one with other names. */
    AttachedEndpoint endpoint(final Endpoint changed)
    {
        return new AttachedEndpoint(changed, domain, device, port);
    }
}
