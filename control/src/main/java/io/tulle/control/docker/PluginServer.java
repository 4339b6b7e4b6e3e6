package io.tulle.control.docker;

import io.tulle.config.DockerSpec;
import io.tulle.control.ControlException;
import io.tulle.control.EngineService;
import io.tulle.control.IpamService;
import io.tulle.control.Json;
import io.tulle.control.UnixHttpServer;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Answers Docker's plugin protocol on a unix socket: its own, or the one that systemd listens on before Tulle runs. */
public final class PluginServer implements AutoCloseable
{
    private static final int MAX_CALLS = 64; // at a time, each in a thread that waits for the control thread

    private final Path socket;
    private final ServerSocketChannel inherited;
    private final UnixHttpServer server;
    private final SpecFile spec;

    /** On the socket that came with the process as descriptor 0, if there is one. */
    public PluginServer(final DockerSpec spec, final EngineService engine, final IpamService ipam)
    {
        this(spec, methods(engine, ipam), inherited());
    }

    /**
     * What tells Docker that it is not to use Tulle, if there is a socket that came with the process; else null.
     * Without an answer, each call of Docker's would hang for ever.
     */
    public static PluginServer refusing(final EngineService engine, final IpamService ipam)
    {
        final ServerSocketChannel inherited = inherited();
        return null == inherited ? null : refusing(methods(engine, ipam), inherited);
    }

    static PluginServer refusing(final Map<String, PluginMethod> methods, final ServerSocketChannel inherited)
    {
        methods.replaceAll((name, method) -> PluginMethod.constant(() ->
        {
            throw ControlException.invalid("Tulle is not Docker's driver: its topology file has no key docker; " +
                "add docker: {} and start Tulle again, or disable tulle.socket");
        }));
        return new PluginServer(new DockerSpec(address(inherited), null, null), methods, inherited);
    }

    /** @param inherited listens already; null to make the socket */
    PluginServer(
        final DockerSpec spec, final Map<String, PluginMethod> methods, final ServerSocketChannel inherited)
    {
        socket = spec.socket();
        this.inherited = inherited;
        server = new UnixHttpServer(socket, "docker.socket in the topology file", "tulle-docker",
            MAX_CALLS + UnixHttpServer.OWN_THREADS, new PluginHandler(methods), PluginHandler::refuse);
        this.spec = null == spec.spec() ? null : new SpecFile(spec.spec(), socket);
    }

    /** Listens, and writes the spec file if there is to be one; an IllegalStateException says why it cannot. */
    public void start()
    {
        if (null == inherited)
        {
            server.start();
        }
        else
        {
            checkInherited();
            server.start(inherited);
        }
        writeSpec();
        server.warmUp('/' + NetworkDriverRoutes.WITHOUT_EFFECT, "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Stops answering; removes the socket, unless it is systemd's, and the spec file. */
    @Override
    public void close()
    {
        if (null != spec)
        {
            spec.remove();
        }
        server.close();
    }

    static Map<String, PluginMethod> methods(final EngineService engine, final IpamService ipam)
    {
        final Map<String, PluginMethod> methods = new HashMap<>();
        methods.put("Plugin.Activate", PluginMethod.constant(() ->
        {
            engine.activate();
            ipam.activate();
            return Json.object().set("Implements", Json.array().add("NetworkDriver").add("IpamDriver"));
        }));
        new NetworkDriverRoutes(engine).addTo(methods);
        new IpamDriverRoutes(ipam).addTo(methods);
        return methods;
    }

    private void writeSpec()
    {
        if (null == spec)
        {
            return;
        }
        try
        {
            spec.write();
        }
        catch (final IllegalStateException e)
        {
            server.close();
            throw e;
        }
    }

    private static ServerSocketChannel inherited()
    {
        try
        {
            return System.inheritedChannel() instanceof final ServerSocketChannel channel &&
                channel.getLocalAddress() instanceof UnixDomainSocketAddress ? channel : null;
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("cannot use the socket that is descriptor 0: " + e.getMessage(), e);
        }
    }

    private void checkInherited()
    {
        final Path given = address(inherited);
        if (!given.equals(socket))
        {
            throw new IllegalStateException("systemd listens on " + given + ", but Docker is to find " + socket +
                "; make docker.socket in the topology file and ListenStream= of the socket unit the same");
        }
    }

    private static Path address(final ServerSocketChannel channel)
    {
        try
        {
            return ((UnixDomainSocketAddress) channel.getLocalAddress()).getPath();
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("cannot use the socket that is descriptor 0: " + e.getMessage(), e);
        }
    }
}
