package io.tulle.control;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Streams an answer that has no end known in advance, until either side ends it. Each holds one thread of the API, so
 * there is a limit; a refusal is JSON, as long as nothing was streamed. Called by the threads of the API.
 */
abstract class StreamHandler extends Handler.Abstract
{
    private final String path;
    private final String contentType;
    private final String refusal;
    private final Semaphore places;

    /** @param refusal what is said when all places are taken */
    StreamHandler(final String path, final String contentType, final int places, final String refusal)
    {
        this.path = path;
        this.contentType = contentType;
        this.refusal = refusal;
        this.places = new Semaphore(places);
    }

    /**
     * Writes until it is done or the client has gone: the thread is interrupted then, and every further write is an
     * IOException. A query that makes no sense is a ControlException or an IllegalArgumentException.
     */
    abstract void stream(Map<String, String> query, OutputStream out) throws IOException;

    @Override
    public final boolean handle(final Request request, final Response response, final Callback callback)
    {
        if (!path.equals(Request.getPathInContext(request)) || !"GET".equals(request.getMethod()))
        {
            return false;
        }
        if (!places.tryAcquire())
        {
            ApiHandler.send(ApiAnswer.refused(409, refusal), response, callback);
            return true;
        }
        stream(request, response, callback);
        return true;
    }

    private void stream(final Request request, final Response response, final Callback callback)
    {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        try
        {
            final OutputStream out = Content.Sink.asOutputStream(response);
            watched(request, out);
            out.close();
            callback.succeeded();
        }
        catch (final ControlException e)
        {
            refuse(e.status(), e.getMessage(), response, callback);
        }
        catch (final IllegalArgumentException e)
        {
            refuse(400, e.getMessage(), response, callback);
        }
        catch (final IOException e)
        {
            callback.failed(e); // the client has gone, or the stream broke: it ends without its last chunk
        }
        catch (final RuntimeException e)
        {
            refuse(500, e.toString(), response, callback);
        }
    }

    /** Ends before the answer does: an interrupt would fail its last chunk, and who read it finds the place free. */
    private void watched(final Request request, final OutputStream out) throws IOException
    {
        final ClientWatch watch = new ClientWatch(request);
        try
        {
            watch.begin();
            stream(query(request), out);
        }
        finally
        {
            watch.end();
            places.release();
        }
    }

    private static void refuse(
        final int status, final String message, final Response response, final Callback callback)
    {
        if (response.isCommitted())
        {
            callback.failed(new IOException(message));
        }
        else
        {
            ApiHandler.send(ApiAnswer.refused(status, message), response, callback);
        }
    }

    static Map<String, String> query(final Request request)
    {
        final Map<String, String> query = new LinkedHashMap<>();
        for (final Fields.Field field : Request.extractQueryParameters(request))
        {
            query.put(field.getName(), field.getValue());
        }
        return query;
    }
}
