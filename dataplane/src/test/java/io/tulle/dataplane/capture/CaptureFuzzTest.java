package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import org.junit.jupiter.api.Test;

/** Whatever bytes a container sends, a capture shows them and goes on; the same damaged frames at every run. */
class CaptureFuzzTest
{
    private static final int CASES = 100_000;
    private static final long RANDOM_SEED = 20_261_120;
    private static final int SHORTEST = CaptureRig.VNET_BYTES;

    private final Mutator frames =
        new Mutator(RANDOM_SEED, CapturedFrames.ALL.stream().map((text) -> Hex.bytes(text)).toList());

    @Test
    void shouldSayWhatAnyBytesAre()
    {
        final FrameText text = new FrameText(ZoneOffset.UTC);
        for (int i = 0; i < CASES; i++)
        {
            final byte[] bytes = next();
            final int lengthBytes = bytes.length - CaptureRig.VNET_BYTES;
            final CapturedFrame frame = new CapturedFrame()
                .seen(0, CaptureEvent.RECEIVED, DropReason.NONE)
                .port(1, "web/front")
                .bytes(Hex.buffer(bytes), CaptureRig.VNET_BYTES, lengthBytes, lengthBytes);
            assertFalse(text.line(frame).contains("\n"));
        }
    }

    @Test
    void shouldFinishAndWriteAnyBytesUnderAnyVirtioNetHeader() throws IOException
    {
        try (CaptureRig rig = new CaptureRig();
            CaptureSession session = CaptureRig.session(CaptureSettings.everything()))
        {
            rig.sink.add(session.queue(0));
            final CaptureWriter writer = new PcapngWriter(OutputStream.nullOutputStream(), "test", session, 0);
            final CaptureReader reader =
                new CaptureReader(session, (port) -> "port" + port, FrameCommenter.NONE, () -> 0L, writer,
                    Long.MAX_VALUE);
            for (int i = 0; i < CASES; i++)
            {
                receive(rig, next());
                assertEquals(1, reader.drain());
            }
        }
    }

    private byte[] next()
    {
        byte[] bytes = frames.next();
        while (bytes.length < SHORTEST)
        {
            bytes = frames.next();
        }
        return bytes;
    }

    private static void receive(final CaptureRig rig, final byte[] bytes)
    {
        final FramePool pool = rig.pool;
        final int frame = pool.claim();
        pool.buffer().putBytes(pool.frames().vnetHeaderOffset(frame), bytes);
        pool.frames().received(frame, 1, bytes.length - CaptureRig.VNET_BYTES);
        rig.sink.onReceived(frame);
        pool.release(frame);
    }
}
