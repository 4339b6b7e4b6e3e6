package io.tulle.control.docker;

/**
 * An endpoint as Docker's API shows it.
 *
 * @param id          64 hex digits
 * @param containerId 64 hex digits; null if it has joined no container yet
 * @param name        the container's
 */
record DockerEndpoint(String id, String containerId, String name)
{
}
