package io.tulle.control.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.control.Json;

/** What Docker is answered. */
record PluginAnswer(int status, ObjectNode body)
{
    private static final int OK = 200;
    private static final String IPAM = "IpamDriver.";
    private static final String PLUGIN = "Plugin.";

    static PluginAnswer ok(final ObjectNode body)
    {
        return new PluginAnswer(OK, body);
    }

    /** The call itself is no good; with another status than 200, Docker reads Err alone. */
    static PluginAnswer refused(final int status, final String method, final String message)
    {
        final ObjectNode body = Json.object().put("Err", message);
        return new PluginAnswer(status, method.startsWith(IPAM) ? body.put("Error", message) : body);
    }

    /** What was asked cannot be; the user reads it as "remote: message". */
    static PluginAnswer failed(final String method, final String message)
    {
        return method.startsWith(PLUGIN) ? refused(500, method, message) : // Docker reads no message of one with 200
            ok(Json.object().put(method.startsWith(IPAM) ? "Error" : "Err", message));
    }
}
