package io.tulle.dataplane.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/**
 * Writes one line a frame, as tcpdump does, and the sums at the end and after each loss. Called by the thread that
 * reads the capture.
 */
public final class TextWriter implements CaptureWriter
{
    private final OutputStream out;
    private final FrameText text;
    private final CaptureSession session;
    private long frames;
    private long lost;

    /**
     * @param zone    the time of day that the lines show
     * @param session whose frames are written, for its losses
     */
    public TextWriter(final OutputStream out, final ZoneId zone, final CaptureSession session)
    {
        this.out = out;
        this.session = session;
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
        if (lost != session.lost())
        {
            writeSums();
        }
        out.flush();
    }

    @Override
    public void finish(final long endTimeNs) throws IOException
    {
        writeSums();
        out.flush();
    }

    private void writeSums() throws IOException
    {
        lost = session.lost();
        line(frames + " frames shown, " + lost + " lost because the reader was slow");
    }

    private void line(final String line) throws IOException
    {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
