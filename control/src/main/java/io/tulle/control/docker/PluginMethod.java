package io.tulle.control.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.control.Json;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One method of the plugin protocol. Called by the threads of the server.
 *
 * @param takesRequest false if Docker sends no body with it
 * @param task         from the request, or null, to the answer; a refusal is an exception
 */
record PluginMethod(boolean takesRequest, Function<Fields, ObjectNode> task)
{
    static PluginMethod asking(final Function<Fields, ObjectNode> task)
    {
        return new PluginMethod(true, task);
    }

    /** Answers nothing but that it is done. */
    static PluginMethod telling(final Consumer<Fields> task)
    {
        return new PluginMethod(true, request ->
        {
            task.accept(request);
            return Json.object();
        });
    }

    static PluginMethod constant(final Supplier<ObjectNode> answer)
    {
        return new PluginMethod(false, nothing -> answer.get());
    }
}
