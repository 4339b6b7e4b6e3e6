package io.tulle.daemon.cli;

import io.tulle.control.Endpoint;
import io.tulle.control.Fabric;
import io.tulle.control.FdbEntry;
import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;
import io.tulle.control.SessionQuery;

import java.nio.file.Path;
import java.util.List;

/** Makes nothing and says that all is made, so that the command line can be tried without root. */
final class PaperFabric implements Fabric
{
    @Override
    public void createNetwork(final Network network)
    {
    }

    @Override
    public void updateNetwork(final Network network)
    {
    }

    @Override
    public void removeNetwork(final Network network)
    {
    }

    @Override
    public Sandbox openSandbox(final Sandbox sandbox)
    {
        return sandbox.opened(Path.of("/run/netns/" + sandbox.container()), true, new NamespaceIdentity(1, 2));
    }

    @Override
    public void closeSandbox(final Sandbox sandbox)
    {
    }

    @Override
    public void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
    }

    @Override
    public void detach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
    }

    @Override
    public PublishedPort publish(
        final Network network, final Sandbox sandbox, final Endpoint endpoint, final PublishedPort port)
    {
        return port.chosen(0 == port.hostPort() ? 32_768 : port.hostPort());
    }

    @Override
    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
    }

    @Override
    public int flushSessions(final SessionQuery query)
    {
        return 1;
    }

    @Override
    public List<FdbEntry> fdb(final String networkId)
    {
        return List.of(
            new FdbEntry("02:42:0a:1e:00:02", "web/front", "web", true, 0),
            new FdbEntry("02:42:0a:1e:00:63", "tl-front", null, false, 17));
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        return true;
    }

    @Override
    public boolean isOpen(final Sandbox sandbox)
    {
        return true;
    }
}
