package io.tulle.control.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.MacAddr;
import io.tulle.control.ControlException;
import io.tulle.control.EngineEndpoint;
import io.tulle.control.EngineService;
import io.tulle.control.JoinedInterface;
import io.tulle.control.Json;

import java.nio.file.Path;
import java.util.Map;

/** The methods of Docker's network driver. Called by the threads of the server. */
final class NetworkDriverRoutes
{
    /** A method that takes a request and does nothing. */
    static final String WITHOUT_EFFECT = "NetworkDriver.DiscoverNew";

    private static final String PREFIX = "NetworkDriver.";

    private final EngineService engine;

    NetworkDriverRoutes(final EngineService engine)
    {
        this.engine = engine;
    }

    void addTo(final Map<String, PluginMethod> methods)
    {
        methods.put(PREFIX + "GetCapabilities", PluginMethod.constant(NetworkDriverRoutes::capabilities));
        addNetworks(methods);
        addEndpoints(methods);
        addSwarm(methods);
    }

    private void addNetworks(final Map<String, PluginMethod> methods)
    {
        methods.put(PREFIX + "CreateNetwork", PluginMethod.telling(request ->
            engine.createNetwork(NetworkRequestJson.network(request))));
        methods.put(PREFIX + "DeleteNetwork", PluginMethod.telling(request ->
            engine.removeNetwork(request.id("NetworkID"))));
    }

    private void addEndpoints(final Map<String, PluginMethod> methods)
    {
        methods.put(PREFIX + "CreateEndpoint", PluginMethod.asking(this::createEndpoint));
        methods.put(PREFIX + "DeleteEndpoint", PluginMethod.telling(request ->
            engine.removeEndpoint(request.id("NetworkID"), request.id("EndpointID"))));
        methods.put(PREFIX + "EndpointOperInfo", PluginMethod.asking(this::info));
        methods.put(PREFIX + "Join", PluginMethod.asking(this::join));
        methods.put(PREFIX + "Leave", PluginMethod.telling(request ->
            engine.leave(request.id("NetworkID"), request.id("EndpointID"))));
        methods.put(PREFIX + "ProgramExternalConnectivity", PluginMethod.telling(request ->
            engine.programConnectivity(
                request.id("NetworkID"), request.id("EndpointID"), PortMapJson.ports(request))));
        methods.put(PREFIX + "RevokeExternalConnectivity", PluginMethod.telling(request ->
            engine.revokeConnectivity(request.id("NetworkID"), request.id("EndpointID"))));
    }

    /** Docker asks these of drivers with global scope only, and tells of the machines of a swarm. */
    private static void addSwarm(final Map<String, PluginMethod> methods)
    {
        methods.put(PREFIX + "AllocateNetwork", PluginMethod.telling(request ->
        {
            throw ControlException.invalid("a network of Tulle is of one machine; make it without --scope swarm");
        }));
        methods.put(PREFIX + "FreeNetwork", PluginMethod.telling(request -> { }));
        methods.put(WITHOUT_EFFECT, PluginMethod.telling(request -> { }));
        methods.put(PREFIX + "DiscoverDelete", PluginMethod.telling(request -> { }));
    }

    private static ObjectNode capabilities()
    {
        return Json.object().put("Scope", "local").put("ConnectivityScope", "local");
    }

    private ObjectNode createEndpoint(final Fields request)
    {
        final EngineEndpoint wanted = EndpointRequestJson.endpoint(request);
        final MacAddr mac = engine.createEndpoint(wanted).mac();
        final ObjectNode answer = Json.object();
        final ObjectNode own = answer.putObject("Interface");
        if (null == wanted.mac())
        {
            own.put("MacAddress", mac.toString()); // Docker takes back an endpoint that is told what was given
        }
        return answer;
    }

    private ObjectNode info(final Fields request)
    {
        return Json.object().set("Value",
            Json.object(engine.info(request.id("NetworkID"), request.id("EndpointID"))));
    }

    private ObjectNode join(final Fields request)
    {
        return encode(engine.join(request.id("NetworkID"), request.id("EndpointID"),
            request.requiredParsed("SandboxKey", NetworkDriverRoutes::sandboxKey)));
    }

    private static Path sandboxKey(final String text)
    {
        final Path path = Path.of(text);
        if (!path.isAbsolute() || !path.normalize().equals(path))
        {
            throw new IllegalArgumentException(text + " is not an absolute path");
        }
        return path;
    }

    /**
     * Where a network that is not internal has no gateway, Docker would put the container on its network
     * docker_gwbridge too, unless that is disabled. It is not disabled where there is a gateway: Docker passes over
     * endpoints with it disabled when it looks whether another network has the container's gateway already.
     */
    private static ObjectNode encode(final JoinedInterface joined)
    {
        final ObjectNode answer = Json.object();
        answer.putObject("InterfaceName").put("SrcName", joined.source()).put("DstPrefix", joined.prefix());
        answer.put("Gateway", null == joined.gatewayIpv4() ? "" : joined.gatewayIpv4().toString());
        answer.put("GatewayIPv6", null == joined.gatewayIpv6() ? "" : joined.gatewayIpv6().toString());
        answer.put("DisableGatewayService", null == joined.gatewayIpv4());
        answer.putArray("StaticRoutes");
        return answer;
    }
}
