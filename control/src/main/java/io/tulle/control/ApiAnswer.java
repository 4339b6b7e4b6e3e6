package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a route answers.
 *
 * @param body       null for an answer without one (204)
 * @param afterwards what to do when the client has the answer, or null
 */
public record ApiAnswer(int status, JsonNode body, Runnable afterwards)
{
    public static ApiAnswer ok(final JsonNode body)
    {
        return new ApiAnswer(200, body, null);
    }

    public static ApiAnswer created(final JsonNode body)
    {
        return new ApiAnswer(201, body, null);
    }

    public static ApiAnswer done()
    {
        return new ApiAnswer(204, null, null);
    }

    public static ApiAnswer refused(final int status, final String message)
    {
        return new ApiAnswer(status, Json.object().put("message", message), null);
    }
}
