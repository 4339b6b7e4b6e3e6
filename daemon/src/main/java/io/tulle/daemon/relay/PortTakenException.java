package io.tulle.daemon.relay;

import java.io.IOException;

/** Says that a port of the host already has an owner, in the words that Docker uses. */
public final class PortTakenException extends IOException
{
    private static final long serialVersionUID = 1L;

    /** @param hostPort such as {@code 0.0.0.0:8080} */
    PortTakenException(final String hostPort)
    {
        super("Bind for " + hostPort + " failed: port is already allocated");
    }
}
