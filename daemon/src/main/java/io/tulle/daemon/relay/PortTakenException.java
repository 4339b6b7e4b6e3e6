package io.tulle.daemon.relay;

import java.io.IOException;

import io.tulle.config.Protocol;

/** Says that a port of the host already has an owner, in the words that Docker uses. Immutable. */
public final class PortTakenException extends IOException
{
    private static final long serialVersionUID = 1L;

    private PortTakenException(final String message)
    {
        super(message);
    }

    /** @param hostPort such as {@code 0.0.0.0:8080} */
    static PortTakenException byAContainer(final String hostPort)
    {
        return new PortTakenException("Bind for " + hostPort + " failed: port is already allocated");
    }

    /** @param hostPort such as {@code 0.0.0.0:8080} */
    static PortTakenException byAnotherProgram(final String hostPort, final Protocol protocol)
    {
        return new PortTakenException(
            "failed to bind host port " + hostPort + "/" + protocol + ": address already in use");
    }
}
