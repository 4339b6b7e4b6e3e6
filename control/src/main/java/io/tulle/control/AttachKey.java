package io.tulle.control;

/**
 * Tells an interface of an engine's container from all others, as CNI does.
 *
 * @param containerId   as in {@link AttachRequest}
 * @param networkId     as in {@link EngineNetwork}
 * @param interfaceName inside the container
 */
public record AttachKey(String containerId, String networkId, String interfaceName)
{
}
