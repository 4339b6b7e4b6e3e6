package io.tulle.daemon.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;

import io.tulle.daemon.Version;
import io.tulle.dataplane.capture.CaptureSession;
import io.tulle.dataplane.capture.CaptureWriter;
import io.tulle.dataplane.capture.PcapngWriter;
import io.tulle.dataplane.capture.TextWriter;

/** How a client wants captured frames written. */
enum CaptureFormat
{
    /** For Wireshark and tshark. */
    PCAPNG
    {
        @Override
        CaptureWriter writer(final OutputStream out, final CaptureSession session, final long startTimeNs)
            throws IOException
        {
            return new PcapngWriter(out, "Tulle " + Version.TEXT, session, startTimeNs);
        }
    },
    /** One line a frame, in the daemon's time zone. */
    TEXT
    {
        @Override
        CaptureWriter writer(final OutputStream out, final CaptureSession session, final long startTimeNs)
        {
            return new TextWriter(out, ZoneId.systemDefault(), session);
        }
    };

    abstract CaptureWriter writer(OutputStream out, CaptureSession session, long startTimeNs) throws IOException;
}
