package io.tulle.dataplane.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Writes one line a frame, as tcpdump does, and the sums at the end. Called by the thread that reads the capture. */
public final class TextWriter implements CaptureWriter
{
    private final OutputStream out;
    private final FrameText text;
    private long frames;

    /** @param zone the time of day that the lines show. */
    public TextWriter(final OutputStream out, final ZoneId zone)
    {
        this.out = out;
        this.text = new FrameText(zone);
    }

    @Override
    public void write(final CapturedFrame frame) throws IOException
    {
        frames++;
        line(text.line(frame));
    }

    @Override
    public void flush() throws IOException
    {
        out.flush();
    }

    @Override
    public void finish(final CaptureSession session, final long endTimeNs) throws IOException
    {
        line(frames + " frames shown, " + session.lost() + " lost because the reader was slow");
        out.flush();
    }

    private void line(final String line) throws IOException
    {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
