package io.tulle.control;

import java.nio.file.Path;
import java.util.List;

/** The services that Docker asks, over a fake Fabric. */
public final class FakeEngine implements AutoCloseable
{
    private final FakeFabric fabric = new FakeFabric();
    private final NetworkService service;

    public FakeEngine(final Path stateDir)
    {
        service = new NetworkService("shop", stateDir, fabric, List::of);
    }

    public EngineService engine()
    {
        return service.engine();
    }

    public IpamService ipam()
    {
        return service.ipam();
    }

    /** What the Fabric was asked since the last time. */
    public List<String> takeCalls()
    {
        return fabric.takeCalls();
    }

    /** A port that somebody else on the host has. */
    public void take(final int port)
    {
        fabric.takenPorts.add(port);
    }

    @Override
    public void close()
    {
        service.close();
    }
}
