package io.tulle.control.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.control.IpamService;
import io.tulle.control.Json;

import java.util.Map;

/** The methods of Docker's IPAM driver. Called by the threads of the server. */
final class IpamDriverRoutes
{
    private static final String PREFIX = "IpamDriver.";
    private static final String GATEWAY = "com.docker.network.gateway";

    private final IpamService ipam;

    IpamDriverRoutes(final IpamService ipam)
    {
        this.ipam = ipam;
    }

    void addTo(final Map<String, PluginMethod> methods)
    {
        methods.put(PREFIX + "GetCapabilities", PluginMethod.constant(IpamDriverRoutes::capabilities));
        methods.put(PREFIX + "GetDefaultAddressSpaces", PluginMethod.constant(IpamDriverRoutes::addressSpaces));
        methods.put(PREFIX + "RequestPool", PluginMethod.asking(this::requestPool));
        methods.put(PREFIX + "ReleasePool", PluginMethod.telling(request ->
            ipam.releasePool(request.required("PoolID"))));
        methods.put(PREFIX + "RequestAddress", PluginMethod.asking(this::requestAddress));
        methods.put(PREFIX + "ReleaseAddress", PluginMethod.telling(this::releaseAddress));
    }

    /** Docker asks again, after each start of its own, for what its networks have. */
    private static ObjectNode capabilities()
    {
        return Json.object().put("RequiresMACAddress", false).put("RequiresRequestReplay", true);
    }

    private static ObjectNode addressSpaces()
    {
        return Json.object()
            .put("LocalDefaultAddressSpace", IpamService.LOCAL_ADDRESS_SPACE)
            .put("GlobalDefaultAddressSpace", IpamService.GLOBAL_ADDRESS_SPACE);
    }

    private ObjectNode requestPool(final Fields request)
    {
        return encode(ipam.requestPool(request.text("AddressSpace"), request.parsed("Pool", Cidr::parse),
            request.parsed("SubPool", Cidr::parse), request.child("Options").texts(), request.flag("V6", false)));
    }

    private static ObjectNode encode(final IpamService.Pool pool)
    {
        final ObjectNode answer = Json.object().put("PoolID", pool.id()).put("Pool", pool.subnet().toString());
        answer.putObject("Data");
        return answer;
    }

    private ObjectNode requestAddress(final Fields request)
    {
        final boolean isGateway = GATEWAY.equals(request.child("Options").text("RequestAddressType"));
        final ObjectNode answer = Json.object().put("Address", ipam.requestAddress(
            request.required("PoolID"), request.parsed("Address", IpAddress::parse), isGateway).toString());
        answer.putObject("Data");
        return answer;
    }

    private void releaseAddress(final Fields request)
    {
        ipam.releaseAddress(request.required("PoolID"), request.requiredParsed("Address", IpAddress::parse));
    }
}
