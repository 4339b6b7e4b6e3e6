package io.tulle.daemon;

import io.tulle.config.DockerSpec;
import io.tulle.control.NetworkService;
import io.tulle.control.docker.DockerWatch;
import io.tulle.control.docker.PluginServer;

/** What Docker asks of Tulle, and what Tulle asks of Docker. Started and stopped by one thread. */
final class DockerLink implements AutoCloseable
{
    private final PluginServer server;
    private final DockerWatch watch;

    /** @param spec null if Docker is not to use Tulle: should systemd listen for it all the same, it hears so */
    DockerLink(final DockerSpec spec, final NetworkService service)
    {
        server = null == spec ? PluginServer.refusing(service.engine(), service.ipam()) :
            new PluginServer(spec, service.engine(), service.ipam());
        watch = null == spec || null == spec.api() ? null : new DockerWatch(spec, service.engine());
    }

    /** An IllegalStateException says why Docker cannot be answered; that it does not answer is no failure. */
    void start()
    {
        if (null != server)
        {
            server.start();
        }
        if (null != watch)
        {
            watch.start();
        }
    }

    @Override
    public void close()
    {
        if (null != watch)
        {
            watch.close(); // or what goes now would be made again
        }
        if (null != server)
        {
            server.close();
        }
    }
}
