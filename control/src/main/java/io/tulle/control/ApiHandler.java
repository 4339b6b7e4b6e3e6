package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Takes a request off the wire for {@link ApiRoutes} and puts the answer on it. Called by the threads of the API. */
final class ApiHandler extends Handler.Abstract
{
    static final String PREFIX = "/v1/";

    private static final Logger LOGGER = LoggerFactory.getLogger(ApiHandler.class);
    private static final int MAX_BODY_BYTES = 8 << 20; // a topology of ten thousand containers takes a fourth of it

    private final ApiRoutes routes;

    ApiHandler(final ApiRoutes routes)
    {
        this.routes = routes;
    }

    @Override
    public boolean handle(final Request request, final Response response, final Callback callback)
    {
        send(answer(request), response, callback);
        return true;
    }

    private ApiAnswer answer(final Request request)
    {
        try
        {
            final String path = request.getHttpURI().getPath(); // still encoded: a name may hold %2F
            return path.startsWith(PREFIX) ?
                routes.answer(request.getMethod(), segments(path), StreamHandler.query(request), body(request)) :
                ApiAnswer.refused(404, "page not found: " + path + "; this API begins with " + PREFIX);
        }
        catch (final IllegalArgumentException | IOException e)
        {
            return ApiAnswer.refused(400, e.getMessage());
        }
        catch (final RuntimeException e)
        {
            LOGGER.error("{} {} failed", request.getMethod(), request.getHttpURI(), e);
            return ApiAnswer.refused(500, e.toString());
        }
    }

    private static List<String> segments(final String path)
    {
        return Stream.of(path.substring(PREFIX.length()).split("/"))
            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8)).toList();
    }

    private static JsonNode body(final Request request) throws IOException
    {
        try (InputStream in = Content.Source.asInputStream(request))
        {
            final byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES)
            {
                throw new IllegalArgumentException("the request is larger than " + MAX_BODY_BYTES + " bytes");
            }
            return JsonText.parse(bytes);
        }
    }

    /** What Jetty itself refuses, such as a broken request line, is JSON too. */
    static boolean refuse(final Request request, final Response response, final Callback callback)
    {
        final Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        send(ApiAnswer.refused(response.getStatus(), String.valueOf(message)), response, callback);
        return true;
    }

    static void send(final ApiAnswer answer, final Response response, final Callback callback)
    {
        response.setStatus(answer.status());
        final byte[] body = null == answer.body() ? new byte[0] : JsonText.bytes(answer.body());
        if (body.length > 0)
        {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        response.write(true, ByteBuffer.wrap(body), null == answer.afterwards() ? callback :
            Callback.from(callback, () -> new Thread(answer.afterwards(), "tulle-shutdown").start()));
    }
}
