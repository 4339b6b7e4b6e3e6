package io.tulle.control.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.DnsServer;
import io.tulle.config.IpamPool;
import io.tulle.control.ApiAnswer;
import io.tulle.control.AttachService;
import io.tulle.control.Attached;
import io.tulle.control.Json;
import io.tulle.control.Network;

import java.util.List;
import java.util.stream.Stream;

/**
 * Does what podman asks netavark for, on networks that are Tulle's. What is left for netavark itself goes back with
 * status 202, for the shim to run it. Called by the threads of the API.
 */
public final class NetavarkRoutes
{
    private static final int LEFT_FOR_NETAVARK = 202;

    private final AttachService service;

    public NetavarkRoutes(final AttachService service)
    {
        this.service = service;
    }

    /** @return null if there is no such page. @param path the segments after /v1 */
    public ApiAnswer answer(final String method, final List<String> path, final JsonNode body)
    {
        final Field root = Field.of(body);
        return switch (method + " " + String.join("/", path))
        {
            case "POST netavark/setup" -> setup(root);
            case "POST netavark/teardown" -> teardown(root);
            case "POST netavark/update" -> update(root);
            default -> null;
        };
    }

    private ApiAnswer setup(final Field body)
    {
        final NetavarkRequest request = new NetavarkRequest(body);
        final Field foreign = body.get("foreign"); // netavark's answer
        if (!request.isOurs() && foreign.isAbsent())
        {
            return new ApiAnswer(LEFT_FOR_NETAVARK, request.foreignSetup(), null);
        }
        final ObjectNode answer = Json.object();
        foreign.members().forEach((network, status) -> answer.set(network, status.node()));
        service.attach(request.toAttach()).forEach(attached -> answer.set(request.nameOf(attached), status(attached)));
        return ApiAnswer.ok(answer);
    }

    private ApiAnswer teardown(final Field body)
    {
        final NetavarkRequest request = new NetavarkRequest(body);
        service.detach(request.toDetach());
        return request.isOurs() ? ApiAnswer.done() :
            new ApiAnswer(LEFT_FOR_NETAVARK, request.foreignTeardown(), null);
    }

    /** {@code podman network update}: other servers for names. */
    private ApiAnswer update(final Field body)
    {
        final String network = body.get("network").required();
        final String servers = body.get("servers").text();
        final boolean isOurs = service.updateServers(network, Stream.of((null == servers ? "" : servers).split(","))
            .filter(server -> !server.isEmpty()).map(DnsServer::parse).distinct().toList());
        return isOurs ? ApiAnswer.done() : ApiAnswer.refused(404, "network " + network + " is not Tulle's");
    }

    private static ObjectNode status(final Attached attached)
    {
        final Network network = attached.network();
        final ObjectNode status = Json.object();
        final ArrayNode servers = status.putArray("dns_server_ips");
        final ArrayNode search = status.putArray("dns_search_domains");
        if (network.dns().isEnabled())
        {
            network.pools().forEach(pool -> servers.add(pool.gateway().toString()));
            search.add(network.name());
        }
        final ObjectNode device = status.putObject("interfaces").putObject(attached.endpoint().interfaceName());
        device.put("mac_address", attached.endpoint().mac().toString());
        final ArrayNode subnets = device.putArray("subnets");
        add(subnets, attached.endpoint().ipv4(), network.ipv4Pool());
        add(subnets, attached.endpoint().ipv6(), network.ipv6Pool());
        return status;
    }

    private static void add(final ArrayNode subnets, final Object address, final IpamPool pool)
    {
        if (null != address)
        {
            subnets.addObject().put("gateway", pool.gateway().toString()).put("ipnet", address.toString());
        }
    }
}
