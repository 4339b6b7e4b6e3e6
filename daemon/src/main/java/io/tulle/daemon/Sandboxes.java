package io.tulle.daemon;

import java.nio.file.Path;

import io.tulle.config.Netns;
import io.tulle.control.FabricException;
import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;

/** Finds or makes the network namespaces of containers. Called by the control thread. */
final class Sandboxes
{
    private static final String LOOPBACK = "lo";

    private final NamespaceWatch watch;

    Sandboxes(final NamespaceWatch watch)
    {
        this.watch = watch;
    }

    /** @return the sandbox with its path and identity; the loopback interface is up unless an engine sees to it. */
    Sandbox open(final Sandbox sandbox)
    {
        if (sandbox.netns() instanceof final Netns.Engine engine)
        {
            return open(sandbox, engine);
        }
        try
        {
            final boolean isCreated = sandbox.netns() instanceof Netns.Create;
            final NetworkNamespace namespace = isCreated ? create(sandbox) : find(sandbox);
            final Sandbox opened =
                sandbox.opened(namespace.path(), isCreated, NamespaceIdentity.of(namespace.path()));
            setLoopbackUp(opened, namespace);
            watch.add(opened);
            return opened;
        }
        catch (final LinuxException ex)
        {
            throw new FabricException(ex.getMessage(), ex);
        }
    }

    /**
     * Docker tells where a namespace will be before it is there. One that was there before and is no more is opened
     * all the same: the watch tells its loss, so that all that was in it is cleaned up.
     */
    private Sandbox open(final Sandbox sandbox, final Netns.Engine engine)
    {
        final NamespaceIdentity identity =
            null == sandbox.identity() ? NamespaceWatch.identity(engine.path()) : sandbox.identity();
        final Sandbox opened = sandbox.opened(engine.path(), false, identity);
        watch.add(opened);
        return opened;
    }

    /** Removes a namespace that Tulle made; processes that still run in it keep it until they end. */
    void close(final Sandbox sandbox)
    {
        watch.remove(sandbox);
        if (sandbox.createdByUs() && null != sandbox.identity() && isStillIt(sandbox))
        {
            NetworkNamespace.path(sandbox.path()).delete();
        }
    }

    private static boolean isStillIt(final Sandbox sandbox)
    {
        return sandbox.identity().equals(NamespaceIdentity.of(sandbox.path()));
    }

    private static NetworkNamespace find(final Sandbox sandbox)
    {
        final NetworkNamespace namespace = namespace(sandbox.netns());
        if (!namespace.exists())
        {
            throw new FabricException("there is no network namespace " +
                namespace.path() + "; make it (ip netns add NAME), or say netns: create");
        }
        return namespace;
    }

    private static NetworkNamespace namespace(final Netns netns)
    {
        if (netns instanceof Netns.Named named)
        {
            return NetworkNamespace.named(named.name());
        }
        if (netns instanceof Netns.Pid process)
        {
            return NetworkNamespace.pid(process.pid());
        }
        return NetworkNamespace.path(((Netns.Path) netns).path());
    }

    /** A namespace of an earlier run is taken over with whatever runs in it. */
    private static NetworkNamespace create(final Sandbox sandbox)
    {
        final Path path = sandbox.path();
        final NetworkNamespace namespace = NetworkNamespace.path(path);
        if (namespace.exists())
        {
            final boolean isHalfMade = sandbox.createdByUs() && null == sandbox.identity(); // a kill came in between
            if (isHalfMade || null != sandbox.identity() && isStillIt(sandbox))
            {
                return namespace;
            }
            throw new FabricException("there is a namespace " + path +
                " already, and it is not Tulle's; remove it (ip netns delete " + path.getFileName() +
                "), or say netns: " + path.getFileName());
        }
        return NetworkNamespace.create(path.getFileName().toString());
    }

    /** What fails here leaves no namespace behind. */
    private void setLoopbackUp(final Sandbox opened, final NetworkNamespace namespace)
    {
        try
        {
            namespace.run(Sandboxes::setLoopbackUp);
        }
        catch (final LinuxException ex)
        {
            close(opened);
            throw ex;
        }
    }

    private static void setLoopbackUp()
    {
        try (Netlink netlink = Netlink.open())
        {
            final Link loopback = netlink.link(LOOPBACK);
            if (!loopback.isUp())
            {
                netlink.setUp(loopback.index());
            }
        }
    }

}
