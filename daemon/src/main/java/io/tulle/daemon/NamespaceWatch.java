package io.tulle.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Sandbox;

/**
 * Notices namespaces that were removed or replaced. A device cannot tell: its descriptor keeps a namespace alive
 * after its name is gone. The control thread adds and removes, the conductor asks.
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

    /** @return the ids of those that are no longer what was opened; each is told once. */
    List<String> lostSandboxes()
    {
        final List<String> lost = sandboxes.values().stream().filter(NamespaceWatch::isLost).map(Sandbox::id).toList();
        lost.forEach(sandboxes::remove);
        return lost;
    }

    private static boolean isLost(final Sandbox sandbox)
    {
        return null != sandbox.identity() && !sandbox.identity().equals(NamespaceIdentity.of(sandbox.path()));
    }
}
