package io.tulle.control;

import com.fasterxml.jackson.databind.node.ArrayNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Answers what a user asks about names; {@link DnsLogHandler} streams the log. A query may wait for servers and holds
 * its thread meanwhile, so there is a limit. Called by the threads of the API.
 */
final class DnsRoutes
{
    static final int MAX_QUERIES = 4;

    private static final String DEFAULT_TYPE = "A";

    private final NetworkService service;
    private final NameSource names;
    private final Semaphore places = new Semaphore(MAX_QUERIES);

    DnsRoutes(final NetworkService service, final NameSource names)
    {
        this.service = service;
        this.names = names;
    }

    /** @return null if there is no such page */
    ApiAnswer answer(final String method, final List<String> path, final Map<String, String> query)
    {
        return switch (method + " " + String.join("/", path))
        {
            case "GET dns/names" -> ApiAnswer.ok(rows(query.get("network"), query.get("container")));
            case "GET dns/query" -> query(query);
            case "GET dns/statistics" -> ApiAnswer.ok(DnsJson.encode(names.statistics()));
            case "POST dns/flush" -> ApiAnswer.ok(Json.object().put("flushed", names.flush()));
            default -> null;
        };
    }

    private ArrayNode rows(final String network, final String container)
    {
        return DnsJson.encode(
            names.names(null == network ? null : service.networkNamed(network), service.resolverOf(container)));
    }

    private ApiAnswer query(final Map<String, String> query)
    {
        final String name = query.getOrDefault("name", "");
        final String type = query.getOrDefault("type", DEFAULT_TYPE).toUpperCase(Locale.ROOT);
        if (name.isEmpty())
        {
            throw ControlException.invalid("name is missing");
        }
        if (!type.matches("[A-Z][A-Z0-9-]{0,15}"))
        {
            throw ControlException.invalid("type " + type + " is not a type of a record; write A, AAAA, PTR, TYPE65");
        }
        final String container = service.resolverOf(query.get("container"));
        if (!places.tryAcquire())
        {
            throw ControlException.conflict(MAX_QUERIES + " queries wait for answers; ask again");
        }
        try
        {
            return ApiAnswer.ok(DnsJson.encode(names.query(container, name, type)));
        }
        finally
        {
            places.release();
        }
    }
}
