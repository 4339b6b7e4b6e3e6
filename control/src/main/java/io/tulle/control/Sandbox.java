package io.tulle.control;

import io.tulle.config.ContainerDns;
import io.tulle.config.Netns;
import io.tulle.config.NetworkMode;

import java.nio.file.Path;

/**
 * A CNM sandbox: one container's network namespace.
 *
 * @param id          64 hex digits, for life
 * @param container   the container's name
 * @param netns       what the file says; null for the modes that have no namespace of their own
 * @param path        where the namespace is found; null until it is known (see {@link Fabric#openSandbox})
 * @param createdByUs true if closing the sandbox removes the namespace
 * @param identity    the namespace behind the path when it was opened; null before that
 * @param dns         how the container resolves names
 */
public record Sandbox(
    String id,
    String container,
    NetworkMode mode,
    Netns netns,
    Path path,
    boolean createdByUs,
    NamespaceIdentity identity,
    ContainerDns dns)
{
    /** The same sandbox, opened: what a Fabric returns from openSandbox. */
    public Sandbox opened(final Path path, final boolean createdByUs, final NamespaceIdentity identity)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns);
    }

    /** The same sandbox of a container that is called otherwise. */
    Sandbox renamed(final String name)
    {
        return new Sandbox(id, name, mode, netns, path, createdByUs, identity, dns);
    }

    /** The same sandbox in another mode. */
    Sandbox mode(final NetworkMode mode)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns);
    }

    /** The same sandbox with another resolver. */
    Sandbox dns(final ContainerDns dns)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns);
    }

    /** True if a container engine made the namespace: no file may change or remove it. */
    public boolean isOfEngine()
    {
        return netns instanceof Netns.Engine;
    }

    /** False for the modes host and container:NAME: the namespace is someone else's, no Fabric call is made for it. */
    public boolean ownsNamespace()
    {
        return !(mode instanceof NetworkMode.Host) && !(mode instanceof NetworkMode.Container);
    }
}
