package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.HttpExchange;
import io.tulle.control.Json;
import io.tulle.control.JsonText;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks Docker's API what Docker does not tell its drivers. Never called from inside a call of Docker's: Docker holds
 * locks then, and some of its answers wait for them. Called by the thread of {@link DockerWatch}.
 *
 * <p>Without a version in the path Docker answers in its newest one: what is read here has been the same since 17.06,
 * while each Docker refuses some of the old versions.
 */
final class DockerApi
{
    private static final byte[] NO_BODY = {};
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final long TIMEOUT_MS = 5_000; // Docker answers in 1 ms, but of a container that starts only then

    private final Path socket;
    private final long timeoutMs;

    DockerApi(final Path socket)
    {
        this(socket, TIMEOUT_MS);
    }

    DockerApi(final Path socket, final long timeoutMs)
    {
        this.socket = socket;
        this.timeoutMs = timeoutMs;
    }

    /** The networks of a driver, without their endpoints. */
    List<JsonNode> networks(final String driver) throws IOException
    {
        final List<JsonNode> networks = new ArrayList<>();
        ask("/networks?filters=" + encoded(filters(Map.of("driver", List.of(driver))))).forEach(networks::add);
        return networks;
    }

    /** One network with its endpoints; a missing node if it is not there. */
    JsonNode network(final String id) throws IOException
    {
        return ask("/networks/" + encoded(id));
    }

    /** A missing node if it is not there. Waits until a container that is being started is started. */
    JsonNode container(final String id) throws IOException
    {
        return ask("/containers/" + encoded(id) + "/json");
    }

    /** True if this Docker has called the driver since it started. */
    boolean hasCalled(final String driver) throws IOException
    {
        return Json.texts(ask("/info").path("Plugins"), "Network").contains(driver);
    }

    /** What happens from now on to networks, and to names of containers. */
    DockerEvents events() throws IOException
    {
        final HttpExchange exchange = get("/events?filters=" + encoded(filters(Map.of(
            "type", List.of("network", "container"),
            "event", List.of("connect", "disconnect", "create", "destroy", "rename")))));
        if (OK != exchange.status())
        {
            exchange.close();
            throw new IOException("/events: HTTP status " + exchange.status());
        }
        return new DockerEvents(exchange);
    }

    private JsonNode ask(final String target) throws IOException
    {
        try (HttpExchange exchange = get(target))
        {
            final JsonNode answer = JsonText.parse(exchange.bodyBytes());
            if (OK != exchange.status() && NOT_FOUND != exchange.status())
            {
                throw new IOException(target + ": " + Json.text(answer, "message"));
            }
            return OK == exchange.status() ? answer : Json.object().path("absent");
        }
        catch (final IllegalArgumentException e)
        {
            throw new IOException(target + ": " + e.getMessage(), e);
        }
    }

    private HttpExchange get(final String target) throws IOException
    {
        return HttpExchange.of(socket, "GET", target, NO_BODY, timeoutMs);
    }

    private static String filters(final Map<String, List<String>> filters)
    {
        final var object = Json.object();
        filters.forEach((key, values) -> object.set(key, Json.array(values)));
        return new String(JsonText.bytes(object), StandardCharsets.UTF_8);
    }

    private static String encoded(final String text)
    {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
