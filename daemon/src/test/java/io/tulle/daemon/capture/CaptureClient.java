package io.tulle.daemon.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.tulle.control.CaptureSource;

/** Runs a capture on a thread of its own, as the API does, and keeps what it writes. */
final class CaptureClient
{
    private final Output out = new Output();
    private final Thread thread;
    private volatile Exception failure;

    /** Returns when the capture runs, which its first flush tells. */
    CaptureClient(final CaptureSource source, final Map<String, String> query) throws InterruptedException
    {
        thread = new Thread(() -> run(source, query), "capture-client");
        thread.start();
        out.flushed.await();
    }

    private void run(final CaptureSource source, final Map<String, String> query)
    {
        try
        {
            source.stream(query, out);
        }
        catch (final IOException | RuntimeException ex)
        {
            failure = ex;
            out.flushed.countDown();
        }
    }

    void interrupt()
    {
        thread.interrupt();
    }

    void breakPipe()
    {
        out.isBroken = true;
    }

    void stopReading()
    {
        out.isStuck = true;
    }

    void awaitBlockedWrite() throws InterruptedException
    {
        out.blocked.await();
    }

    void awaitEnd() throws InterruptedException
    {
        thread.join();
    }

    Exception failure()
    {
        return failure;
    }

    List<String> lines()
    {
        return out.bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The connection to the client. */
    static final class Output extends OutputStream
    {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch flushed = new CountDownLatch(1);
        private final CountDownLatch blocked = new CountDownLatch(1);
        private volatile boolean isBroken;
        private volatile boolean isStuck;

        @Override
        public void write(final int octet) throws IOException
        {
            if (isBroken)
            {
                throw new IOException("Broken pipe");
            }
            if (isStuck)
            {
                block();
            }
            bytes.write(octet);
        }

        private void block() throws IOException
        {
            blocked.countDown();
            try
            {
                new CountDownLatch(1).await();
            }
            catch (final InterruptedException ex)
            {
                throw new IOException("interrupted", ex);
            }
        }

        @Override
        public void flush()
        {
            flushed.countDown();
        }
    }
}
