package io.tulle.control;

/**
 * An interface that was attached, as it is.
 *
 * @param isGateway true if the container's default route leaves by it
 */
public record Attached(Network network, Endpoint endpoint, boolean isGateway)
{
}
