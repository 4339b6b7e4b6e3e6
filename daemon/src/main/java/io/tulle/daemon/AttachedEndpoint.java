package io.tulle.daemon;

import io.tulle.control.Endpoint;
import io.tulle.tapio.TapDevice;

/** An endpoint that is a switch port now. */
record AttachedEndpoint(Endpoint endpoint, Domain domain, TapDevice device, int port, String name)
{
}
