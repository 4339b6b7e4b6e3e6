package io.tulle.daemon.capture;

import java.util.Map;

/** Tells what a user calls each attached switch port: container/network. Called by any thread. */
public interface PortNames
{
    /** @return the names by port index, as they are now. */
    Map<Integer, String> names();
}
