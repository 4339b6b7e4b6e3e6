package io.tulle.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.NetworkNamespace;

/**
 * Notices namespaces that were removed or replaced, and those of container engines that came after Tulle was told of
 * them. A device cannot tell: a descriptor that was opened inside keeps a namespace alive after its name is gone, and
 * one that was opened on the host keeps none. The control thread adds and removes, the conductor asks.
 */
final class NamespaceWatch
{
    private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();

    void add(final Sandbox sandbox)
    {
        sandboxes.put(sandbox.id(), sandbox);
    }

    void remove(final Sandbox sandbox)
    {
        sandboxes.remove(sandbox.id());
    }

    /** @return the namespace at a path, or null: an engine makes the file first, and then binds the namespace to it. */
    static NamespaceIdentity identity(final Path path)
    {
        return NetworkNamespace.path(path).exists() ? NamespaceIdentity.of(path) : null;
    }

    /** @return those whose namespaces were not there yet when they were opened, and are now; each is told once. */
    List<Sandbox> foundSandboxes()
    {
        final List<Sandbox> found = new ArrayList<>();
        for (final Sandbox sandbox : sandboxes.values())
        {
            final NamespaceIdentity identity = null == sandbox.identity() ? identity(sandbox.path()) : null;
            if (null != identity)
            {
                final Sandbox opened = sandbox.opened(sandbox.path(), sandbox.createdByUs(), identity);
                if (sandboxes.replace(sandbox.id(), sandbox, opened)) // else control was quicker
                {
                    found.add(opened);
                }
            }
        }
        return found;
    }

    /** @return the ids of those that are no longer what was opened; each is told once. */
    List<String> lostSandboxes()
    {
        return sandboxes.values().stream().filter(NamespaceWatch::isLost)
            .filter((sandbox) -> sandboxes.remove(sandbox.id(), sandbox)) // else control was quicker
            .map(Sandbox::id).toList();
    }

    private static boolean isLost(final Sandbox sandbox)
    {
        return null != sandbox.identity() && !sandbox.identity().equals(NamespaceIdentity.of(sandbox.path()));
    }
}
