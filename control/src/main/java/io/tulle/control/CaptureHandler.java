package io.tulle.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Streams captured frames to a client until either side ends it. Called by the threads of the API. */
final class CaptureHandler extends StreamHandler
{
    static final String PATH = "/v1/capture";
    static final int MAX_CAPTURES = 8;

    private final CaptureSource source;

    CaptureHandler(final CaptureSource source)
    {
        super(PATH, "application/octet-stream", MAX_CAPTURES, MAX_CAPTURES + " captures are running; end one first");
        this.source = source;
    }

    @Override
    void stream(final Map<String, String> query, final OutputStream out) throws IOException
    {
        source.stream(query, out);
    }
}
