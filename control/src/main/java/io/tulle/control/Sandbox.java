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
 * @param engine      what the container engine told of the container; null if there is none, or it did not tell yet
 */
public record Sandbox(
    String id,
    String container,
    NetworkMode mode,
    Netns netns,
    Path path,
    boolean createdByUs,
    NamespaceIdentity identity,
    ContainerDns dns,
    EngineContainer engine)
{
    /** A sandbox that no container engine told of. */
    public Sandbox(final String id, final String container, final NetworkMode mode, final Netns netns, final Path path,
        final boolean createdByUs, final NamespaceIdentity identity, final ContainerDns dns)
    {
        this(id, container, mode, netns, path, createdByUs, identity, dns, null);
    }

    /** The same sandbox, opened: what a Fabric returns from openSandbox. */
    public Sandbox opened(final Path path, final boolean createdByUs, final NamespaceIdentity identity)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns, engine);
    }

    /** The same sandbox of a container that is called otherwise. */
    Sandbox renamed(final String name)
    {
        return new Sandbox(id, name, mode, netns, path, createdByUs, identity, dns, engine);
    }

    /** The same sandbox in another mode. */
    Sandbox mode(final NetworkMode mode)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns, engine);
    }

    /** The same sandbox with another resolver. */
    Sandbox dns(final ContainerDns dns)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns, engine);
    }

    /** The same sandbox, of a container that its engine told of. */
    Sandbox engine(final EngineContainer told)
    {
        return new Sandbox(id, container, mode, netns, path, createdByUs, identity, dns, told);
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
