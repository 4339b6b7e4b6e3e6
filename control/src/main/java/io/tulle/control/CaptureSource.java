package io.tulle.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Where captured frames come from: the daemon implements it, {@code GET /v1/capture} streams it. */
public interface CaptureSource
{
    /**
     * Writes and flushes until the query is satisfied or the client has gone: the thread is interrupted then, and every
     * further write is an IOException.
     * A query that makes no sense is a {@link ControlException} before the first byte. Called by a thread of the API
     * that is held for as long as the capture runs.
     */
    void stream(Map<String, String> query, OutputStream out) throws IOException;
}
