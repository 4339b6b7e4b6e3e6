package io.tulle.control.docker;

import io.tulle.config.DockerSpec;
import io.tulle.control.EngineService;
import io.tulle.control.IpamService;

/** Answers Docker's plugin protocol on a unix socket: its own, or the one that systemd listens on before Tulle runs. */
public final class PluginServer implements AutoCloseable
{
    private final DockerSpec spec;
    private final EngineService engine;
    private final IpamService ipam;

    public PluginServer(final DockerSpec spec, final EngineService engine, final IpamService ipam)
    {
        this.spec = spec;
        this.engine = engine;
        this.ipam = ipam;
    }

    /** Listens, and writes the spec file if there is to be one; an IllegalStateException says why it cannot. */
    public void start()
    {
        throw new IllegalStateException("not supported yet: " + spec + engine + ipam);
    }

    /** Stops answering; removes the socket, unless it is systemd's, and the spec file. */
    @Override
    public void close()
    {
    }
}
