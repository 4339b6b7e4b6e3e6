package io.tulle.control;

import io.tulle.config.PortMapping;

import java.nio.file.Path;
import java.util.List;

/**
 * A container that a container engine wants on networks of Tulle, in a namespace that is there already.
 *
 * @param containerId 64 hex digits, the engine's, or made of what it has
 * @param container   its name; one that is taken, or is none, is made one by the id
 * @param netns       where its namespace is bound to
 * @param interfaces  all of them are made, or none
 * @param ports       of the container, whatever network they come in by
 */
public record AttachRequest(
    String containerId, String container, Path netns, List<AttachInterface> interfaces, List<PortMapping> ports)
{
    /** Freezes the lists. */
    public AttachRequest
    {
        interfaces = List.copyOf(interfaces);
        ports = List.copyOf(ports);
    }
}
