package io.tulle.vswitch;

import io.tulle.dataplane.FrameDescriptor;

/**
 * Finds the port that each frame of a burst came in by: the frames of one burst came in by one port, so it is looked up
 * once. Every stage has its own. Called by the worker.
 */
final class IngressLookup
{
    private static final int NONE = -1;

    private final BridgePorts ports;
    private final FrameDescriptor frames;
    private int index;
    private BridgePort port;

    IngressLookup(final BridgePorts ports, final FrameDescriptor frames)
    {
        this.ports = ports;
        this.frames = frames;
    }

    /** Called before each burst: the conductor may have changed the port since the last one. */
    void begin()
    {
        index = NONE;
    }

    /** @return the port, or null when it belongs to no network. */
    BridgePort port(final int frame)
    {
        final int ingressPort = frames.ingressPort(frame);
        if (index != ingressPort)
        {
            index = ingressPort;
            port = ports.get(ingressPort);
        }
        return port;
    }
}
