package io.tulle.dataplane.capture;

import java.io.IOException;

/** Writes captured frames in one format for whoever asked for them. Called by the thread that reads the capture. */
public interface CaptureWriter
{
    void write(CapturedFrame frame) throws IOException;

    /** Passes on all that was written. */
    void flush() throws IOException;

    /** Writes the sums at the end, and passes on all that was written. */
    void finish(long endTimeNs) throws IOException;
}
