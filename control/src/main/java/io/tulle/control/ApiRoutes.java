package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.LoadResult;
import io.tulle.config.Problem;
import io.tulle.config.Topology;
import io.tulle.config.TopologyLoader;
import io.tulle.control.attach.CniRoutes;
import io.tulle.control.attach.NetavarkRoutes;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what a method and a path ask for, does it, and puts it into JSON. Called by the threads of the API. */
final class ApiRoutes
{
    private final String version;
    private final NetworkService service;
    private final DnsRoutes dns;
    private final NetavarkRoutes netavark;
    private final CniRoutes cni;
    private final Consumer<ShutdownMode> onShutdown;

    ApiRoutes(final String version, final NetworkService service, final DnsRoutes dns,
        final Consumer<ShutdownMode> onShutdown)
    {
        this.dns = dns;
        this.version = version;
        this.service = service;
        netavark = new NetavarkRoutes(service.attach());
        cni = new CniRoutes(service.attach());
        this.onShutdown = onShutdown;
    }

    /** @param path the segments after /v1 */
    ApiAnswer answer(
        final String method, final List<String> path, final Map<String, String> query, final JsonNode body)
    {
        try
        {
            final String collection = path.isEmpty() ? "" : path.get(0);
            return "networks".equals(collection) ? networks(method, path, body) :
                "containers".equals(collection) && path.size() > 2 ? ports(method, path, body) :
                "sessions".equals(collection) ? sessions(method, path, body) :
                "dns".equals(collection) ? known(dns.answer(method, path, query), method, path) :
                "netavark".equals(collection) ? known(netavark.answer(method, path, body), method, path) :
                "cni".equals(collection) ? known(cni.answer(method, path, body), method, path) :
                1 == path.size() ? single(method, collection, body) : unknown(method, path);
        }
        catch (final ControlException e)
        {
            return ApiAnswer.refused(e.status(), e.getMessage());
        }
        catch (final IllegalArgumentException e)
        {
            return ApiAnswer.refused(400, e.getMessage());
        }
    }

    private ApiAnswer single(final String method, final String name, final JsonNode body)
    {
        return switch (method + " " + name)
        {
            case "GET version" -> ApiAnswer.ok(version());
            case "GET containers" -> ApiAnswer.ok(array(service.containers(), ApiJson::encode));
            case "GET ports" -> ApiAnswer.ok(array(service.ports(null), SessionJson::encode));
            case "POST plan" -> plan(body);
            case "POST apply" -> apply(body);
            case "POST shutdown" -> shutdown(body);
            default -> unknown(method, List.of(name));
        };
    }

    private ApiAnswer networks(final String method, final List<String> path, final JsonNode body)
    {
        final String network = path.size() > 1 ? path.get(1) : null;
        final String request = method + (path.size() > 1 ? " one" : " all") +
            (path.size() > 2 ? " " + String.join("/", path.subList(2, path.size())) : "");
        switch (request)
        {
            case "GET all":
                return ApiAnswer.ok(array(service.networks(), DockerJson::row));
            case "POST all":
                return ApiAnswer.created(Json.object()
                    .put("Id", service.createNetwork(RequestJson.createNetwork(body)).id()).put("Warning", ""));
            case "GET one":
                return ApiAnswer.ok(DockerJson.network(service.inspect(network)));
            case "DELETE one":
                service.removeNetwork(network);
                return ApiAnswer.done();
            case "POST one connect":
                return ApiAnswer.ok(
                    Json.object().put("endpointId", service.connect(RequestJson.connect(network, body)).id()));
            case "POST one disconnect":
                service.disconnect(network, Json.required(body, "container"), body.path("force").asBoolean());
                return ApiAnswer.done();
            case "GET one fdb":
                return ApiAnswer.ok(array(service.fdb(network), ApiJson::encode));
            default:
                return unknown(method, path);
        }
    }

    /** Published ports of a container. */
    private ApiAnswer ports(final String method, final List<String> path, final JsonNode body)
    {
        final String container = path.get(1);
        if (!"ports".equals(path.get(2)))
        {
            return unknown(method, path);
        }
        switch (method + " " + path.size())
        {
            case "GET 3":
                return ApiAnswer.ok(array(service.ports(container), SessionJson::encode));
            case "POST 3":
                final PublishedPort port = service.publish(container, RequestJson.mapping(body));
                return ApiAnswer.created(Json.object()
                    .put("hostPort", port.hostPort()).put("hostPortEnd", port.hostPortEnd()));
            case "DELETE 4":
                service.unpublish(container, path.get(3));
                return ApiAnswer.done();
            default:
                return unknown(method, path);
        }
    }

    /** Only their end: {@link SessionHandler} lists them. */
    private ApiAnswer sessions(final String method, final List<String> path, final JsonNode body)
    {
        return "POST".equals(method) && List.of("sessions", "flush").equals(path) ?
            ApiAnswer.ok(Json.object().put("flushed", service.flushSessions(SessionQuery.parse(
                Json.text(body, "container"), Json.texts(body, "filter"), 0)))) : unknown(method, path);
    }

    /** @param answer null if there is no such page */
    private static ApiAnswer known(final ApiAnswer answer, final String method, final List<String> path)
    {
        return null == answer ? unknown(method, path) : answer;
    }

    private static ApiAnswer unknown(final String method, final List<String> path)
    {
        return ApiAnswer.refused(404, "page not found: " + method + " /v1/" + String.join("/", path));
    }

    private ObjectNode version()
    {
        return Json.object()
            .put("version", version)
            .put("topology", service.topologyName())
            .put("pid", ProcessHandle.current().pid());
    }

    private ApiAnswer plan(final JsonNode body)
    {
        final Topology topology = topology(body);
        final ObjectNode answer = ApiJson.encode(service.plan(topology));
        answer.set("warnings", warnings(topology));
        return ApiAnswer.ok(answer);
    }

    private ApiAnswer apply(final JsonNode body)
    {
        final Topology topology = topology(body);
        final ObjectNode answer = ApiJson.encode(service.apply(topology));
        answer.set("warnings", warnings(topology));
        return ApiAnswer.ok(answer);
    }

    private ApiAnswer shutdown(final JsonNode body)
    {
        final String word = Json.required(body, "mode");
        final ShutdownMode mode = ShutdownMode.of(word);
        if (null == mode)
        {
            throw ControlException.invalid("mode " + word + " is unknown; say stop or down");
        }
        return new ApiAnswer(202, Json.object().put("mode", word), () -> onShutdown.accept(mode));
    }

    private static Topology topology(final JsonNode body)
    {
        final LoadResult result = TopologyLoader.load(Json.required(body, "text"), Json.required(body, "file"));
        if (!result.isGood())
        {
            throw ControlException.invalid(
                result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return result.topology();
    }

    private static ArrayNode warnings(final Topology topology)
    {
        return Json.array(topology.warnings().stream().map(Object::toString).toList());
    }

    private static <T> ArrayNode array(final List<T> rows, final Function<T, JsonNode> encoder)
    {
        final ArrayNode array = Json.array();
        rows.forEach(row -> array.add(encoder.apply(row)));
        return array;
    }
}
