package io.tulle.daemon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.PrintWriter;

/** Prints what a listing shows as JSON, for scripts. Loaded only when it is asked for. */
final class Json
{
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json()
    {
    }

    static void print(final PrintWriter out, final Object value)
    {
        try
        {
            out.println(MAPPER.writeValueAsString(value));
        }
        catch (final JsonProcessingException ex)
        {
            throw new IllegalStateException(value + " has no JSON form", ex);
        }
    }
}
