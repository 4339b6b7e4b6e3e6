package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks a running daemon, for the command line. Every refusal is a {@link ControlException} with the daemon's own words;
 * {@link DaemonNotRunningException} if nobody answers. Any thread may call.
 *
 * <p>Each call is one HTTP/1.1 exchange on a plain SocketChannel, so that a command starts fast: in a fresh JVM (JDK
 * 17, two-processor machine) the first answer took 465 ms with Jetty's client and 175 with this, same JSON reader.
 */
public final class ControlClient
{
    private static final int COPY_BYTES = 64 << 10;
    private static final byte[] NO_BODY = {};

    private final Path socket;

    public ControlClient(final Path socket)
    {
        this.socket = socket;
    }

    /** True if a daemon answers on the socket. */
    public boolean isRunning()
    {
        try
        {
            version();
            return true;
        }
        catch (final DaemonNotRunningException e)
        {
            return false;
        }
    }

    public VersionInfo version()
    {
        final JsonNode node = ask("GET", "version", null);
        return new VersionInfo(Json.text(node, "version"), Json.text(node, "topology"), node.path("pid").asLong());
    }

    public List<NetworkRow> networks()
    {
        return rows(ask("GET", "networks", null), DockerJson::row);
    }

    /** Docker's JSON object for one network. */
    public JsonNode inspect(final String network)
    {
        return ask("GET", "networks/" + encoded(network), null);
    }

    /** Makes a network and returns its id. */
    public String createNetwork(final CreateNetwork request)
    {
        return Json.text(ask("POST", "networks", RequestJson.encode(request)), "Id");
    }

    public void removeNetwork(final String network)
    {
        ask("DELETE", "networks/" + encoded(network), null);
    }

    public void connect(final Connect request)
    {
        ask("POST", "networks/" + encoded(request.network()) + "/connect", RequestJson.encode(request));
    }

    public void disconnect(final String network, final String container, final boolean force)
    {
        ask("POST", "networks/" + encoded(network) + "/disconnect",
            Json.object().put("container", container).put("force", force));
    }

    public List<FdbEntry> fdb(final String network)
    {
        return rows(ask("GET", "networks/" + encoded(network) + "/fdb", null), ApiJson::fdbEntry);
    }

    public List<ContainerRow> containers()
    {
        return rows(ask("GET", "containers", null), ApiJson::container);
    }

    /** Publishes a port and returns the host ports that it got: 8080, or 8000-8010. */
    public String publish(final String container, final String port, final List<String> allow)
    {
        final ObjectNode body = Json.object().put("port", port);
        body.set("allow", Json.array(allow));
        final JsonNode answer = ask("POST", "containers/" + encoded(container) + "/ports", body);
        final int first = answer.path("hostPort").asInt();
        final int last = answer.path("hostPortEnd").asInt();
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    public void unpublish(final String container, final String port)
    {
        ask("DELETE", "containers/" + encoded(container) + "/ports/" + encoded(port), null);
    }

    /** What is reachable from where; of one container, or of all for null. */
    public List<PortRow> ports(final String container)
    {
        return rows(ask("GET", null == container ? "ports" : "containers/" + encoded(container) + "/ports", null),
            SessionJson::port);
    }

    /** Ends sessions and returns how many; the container may be null. */
    public int flushSessions(final String container, final List<String> filter)
    {
        final ObjectNode body = Json.object().put("container", container);
        body.set("filter", Json.array(filter));
        return ask("POST", "sessions/flush", body).path("flushed").asInt();
    }

    /** Copies sessions to out, a JSON object a line, until there are no more or out cannot be written. */
    public void sessions(final Map<String, String> query, final OutputStream out) throws IOException
    {
        stream(SessionHandler.PATH, query, out);
    }

    /** Names of a network, or those that a container sees; of all for null. */
    public List<NameSource.NameRow> names(final String network, final String container)
    {
        return rows(ask("GET", target("dns/names", words("network", network, "container", container)), null),
            DnsJson::row);
    }

    /** Asks as a container would; null is any. */
    public NameSource.NameAnswer query(final String container, final String name, final String type)
    {
        return DnsJson.answer(
            ask("GET", target("dns/query", words("name", name, "type", type, "container", container)), null));
    }

    /** Copies questions to out as they are asked, a JSON object a line, until out cannot be written. */
    public void nameLog(final String container, final OutputStream out) throws IOException
    {
        stream(DnsLogHandler.PATH, words("container", container), out);
    }

    public NameSource.NameStatistics nameStatistics()
    {
        return DnsJson.statistics(ask("GET", "dns/statistics", null));
    }

    /** Forgets what servers said and returns how many answers that were. */
    public int flushNames()
    {
        return ask("POST", "dns/flush", null).path("flushed").asInt();
    }

    /** What the text of a topology file would change. */
    public PlanResult plan(final String file, final String text)
    {
        final JsonNode node = ask("POST", "plan", Json.object().put("file", file).put("text", text));
        return new PlanResult(
            ApiJson.lines(node), Json.texts(node, "problems"), node.path("disruptive").asBoolean(), node);
    }

    /** Makes the daemon match the text of a topology file. */
    public ApplyResult apply(final String file, final String text)
    {
        final JsonNode node = ask("POST", "apply", Json.object().put("file", file).put("text", text));
        return new ApplyResult(ApiJson.lines(node), Json.texts(node, "failures"), node);
    }

    /** Asks the daemon to end; it answers first and ends then. */
    public void shutdown(final ShutdownMode mode)
    {
        ask("POST", "shutdown", Json.object().put("mode", mode.word()));
    }

    /** Copies the capture stream to out until it ends or out cannot be written, which is out's own IOException. */
    public void capture(final Map<String, String> query, final OutputStream out) throws IOException
    {
        stream(CaptureHandler.PATH, query, out);
    }

    private void stream(final String path, final Map<String, String> query, final OutputStream out) throws IOException
    {
        try (HttpExchange exchange = exchange("GET", target(path, query), NO_BODY))
        {
            if (200 != exchange.status())
            {
                throw refusal(exchange.status(), exchange.bodyBytes());
            }
            copy(exchange.body(), out);
        }
    }

    private JsonNode ask(final String method, final String path, final ObjectNode body)
    {
        final byte[] bytes = null == body ? NO_BODY : JsonText.bytes(body);
        try (HttpExchange exchange = exchange(method, ApiHandler.PREFIX + path, bytes))
        {
            final byte[] answer = exchange.bodyBytes();
            if (exchange.status() >= 300)
            {
                throw refusal(exchange.status(), answer);
            }
            return JsonText.parse(answer);
        }
        catch (final IOException e)
        {
            throw ControlException.failed("the Tulle on " + socket + " did not answer: " + e.getMessage());
        }
    }

    private HttpExchange exchange(final String method, final String target, final byte[] body) throws IOException
    {
        try
        {
            return HttpExchange.of(socket, method, target, body);
        }
        catch (final ConnectException e)
        {
            throw new DaemonNotRunningException(socket, e);
        }
    }

    private static ControlException refusal(final int status, final byte[] body)
    {
        try
        {
            return ControlException.of(status, Json.required(JsonText.parse(body), "message"));
        }
        catch (final IllegalArgumentException e)
        {
            return ControlException.of(status, "HTTP status " + status);
        }
    }

    /** Flushes what arrived together, so that a reader sees each frame at once. */
    private static void copy(final InputStream in, final OutputStream out) throws IOException
    {
        final byte[] bytes = new byte[COPY_BYTES];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes))
        {
            out.write(bytes, 0, count);
            out.flush();
        }
    }

    private static <T> List<T> rows(final JsonNode array, final Function<JsonNode, T> decoder)
    {
        final List<T> rows = new ArrayList<>();
        array.forEach(node -> rows.add(decoder.apply(node)));
        return rows;
    }

    private static String target(final String path, final Map<String, String> query)
    {
        final StringBuilder target = new StringBuilder(path);
        query.forEach((key, value) -> target.append(target.indexOf("?") < 0 ? '?' : '&')
            .append(encoded(key)).append('=').append(encoded(value)));
        return target.toString();
    }

    /** Pairs of key and value; those without a value are left out. */
    private static Map<String, String> words(final String... pairs)
    {
        final Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2)
        {
            if (null != pairs[i + 1])
            {
                words.put(pairs[i], pairs[i + 1]);
            }
        }
        return words;
    }

    private static String encoded(final String word)
    {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
