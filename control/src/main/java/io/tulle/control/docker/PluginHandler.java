package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.ControlException;
import io.tulle.control.JsonText;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * Takes a call of Docker's off the wire, has it done and puts the answer on the wire. Called by the threads of the
 * server; while a request has not arrived whole, it keeps none of them.
 */
final class PluginHandler extends Handler.Abstract
{
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginHandler.class);
    private static final String CONTENT_TYPE = "application/vnd.docker.plugins.v1.2+json";
    private static final int MAX_REQUEST_BYTES = 8 << 20; // -p 1-65535:1-65535 takes 7 MB: each port is an object

    private final Map<String, PluginMethod> methods;

    PluginHandler(final Map<String, PluginMethod> methods)
    {
        this.methods = methods;
    }

    @Override
    public boolean handle(final Request request, final Response response, final Callback callback)
    {
        final String name = Objects.requireNonNullElse(request.getHttpURI().getPath(), "").replaceFirst("^/", "");
        if (request.getLength() > MAX_REQUEST_BYTES)
        {
            send(tooLarge(name), response, callback);
        }
        else
        {
            // read even if it is refused: Jetty ends a connection with anything unread, and Docker's next call is lost
            Content.Source.asByteArrayAsync(request, MAX_REQUEST_BYTES, Promise.Invocable.from(
                Invocable.InvocationType.BLOCKING, (bytes, failure) -> send(null == failure ?
                    answer(request.getMethod(), name, bytes) : unread(name, failure), response, callback)));
        }
        return true;
    }

    /** What Jetty itself refuses, such as a broken request line, is JSON too. */
    static boolean refuse(final Request request, final Response response, final Callback callback)
    {
        final Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        send(PluginAnswer.refused(response.getStatus(), "", String.valueOf(message)), response, callback);
        return true;
    }

    private PluginAnswer answer(final String verb, final String name, final byte[] bytes)
    {
        final PluginMethod method = methods.get(name);
        return !HttpMethod.POST.is(verb) ? PluginAnswer.refused(405, name, verb + " is not how Docker calls: POST is") :
            null == method ? PluginAnswer.refused(404, name, "Tulle has no method " + name) :
            answer(name, method, bytes);
    }

    static PluginAnswer answer(final String name, final PluginMethod method, final byte[] bytes)
    {
        if (!method.takesRequest())
        {
            return done(name, method, null);
        }
        if (0 == bytes.length)
        {
            // Docker asks again like this when a connection ends before the answer: it has lost what it asked
            return PluginAnswer.refused(400, name,
                "the request is empty, so what was to be done is unknown: Docker repeats a call that was cut off " +
                "without its contents; try again");
        }
        try
        {
            final JsonNode request = JsonText.parse(bytes);
            return request.isObject() ? done(name, method, Fields.of(request)) :
                PluginAnswer.refused(400, name, "the request is not a JSON object");
        }
        catch (final IllegalArgumentException e)
        {
            return PluginAnswer.refused(400, name, "the request is " + e.getMessage());
        }
    }

    private static PluginAnswer done(final String name, final PluginMethod method, final Fields request)
    {
        try
        {
            return PluginAnswer.ok(method.task().apply(request));
        }
        catch (final ControlException | IllegalArgumentException e)
        {
            LOGGER.info("{} refused: {}", name, printable(e.getMessage()));
            return PluginAnswer.failed(name, e.getMessage());
        }
        catch (final RuntimeException e)
        {
            LOGGER.error("{} failed", name, e);
            return PluginAnswer.refused(500, name, e.toString());
        }
    }

    /** A request is quoted, and may hold what moves the cursor of whoever reads the log. */
    private static String printable(final String message)
    {
        return String.valueOf(message).replaceAll("\\p{Cntrl}", "?");
    }

    /** Broken off, or longer than it said. */
    private static PluginAnswer unread(final String name, final Throwable failure)
    {
        return failure instanceof IllegalStateException ? tooLarge(name) :
            PluginAnswer.refused(400, name, "the request cannot be read: " + failure.getMessage());
    }

    private static PluginAnswer tooLarge(final String name)
    {
        return PluginAnswer.refused(400, name, "the request is larger than " + MAX_REQUEST_BYTES + " bytes");
    }

    private static void send(final PluginAnswer answer, final Response response, final Callback callback)
    {
        final byte[] body = JsonText.bytes(answer.body());
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
