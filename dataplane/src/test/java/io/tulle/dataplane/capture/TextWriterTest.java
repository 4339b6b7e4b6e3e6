package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import org.junit.jupiter.api.Test;

/** Lines and sums, as the command line reads them. */
class TextWriterTest
{
    private static final String LINE =
        "22:13:20.123456 web/front In   ARP, Reply 172.17.0.3 is-at 02:42:ac:11:00:03, length 28";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldWriteTheSumsAfterALossAndAtTheEnd() throws IOException
    {
        try (CaptureRig rig = new CaptureRig();
            CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            final TextWriter writer = new TextWriter(out, ZoneOffset.UTC, session);
            writeOne(writer);
            rig.sink.add(session.queue(0));
            while (session.lost() < 2)
            {
                rig.receive(3, CapturedFrames.ARP_REQUEST);
            }
            writeOne(writer);
            writeOne(writer);
            writer.finish(0);
        }
        assertEquals(List.of(LINE, LINE, "2 frames shown, 2 lost because the reader was slow", LINE,
            "3 frames shown, 2 lost because the reader was slow"),
            out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private static void writeOne(final TextWriter writer) throws IOException
    {
        writer.write(CaptureRig.captured(CaptureEvent.RECEIVED, DropReason.NONE, CapturedFrames.ARP_REPLY));
        writer.flush();
    }
}
