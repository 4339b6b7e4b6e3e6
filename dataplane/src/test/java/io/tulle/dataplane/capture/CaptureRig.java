package io.tulle.dataplane.capture;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.test.Hex;
import org.agrona.concurrent.UnsafeBuffer;

/** One worker's side of a capture: a pool, a sink and a clock set by hand. Frames are hex, virtio-net header first. */
final class CaptureRig implements AutoCloseable
{
    static final int MAX_PORTS = 8;
    static final int VNET_BYTES = 12;

    final FramePool pool = new FramePool(4);
    final CaptureFrameSink sink;
    long nowNs = 1_700_000_000_123_456_789L;

    CaptureRig()
    {
        sink = new CaptureFrameSink(pool.frames(), new WorkerClock(() -> 0L, () -> nowNs));
    }

    static CaptureSession session(final CaptureSettings settings)
    {
        return session(settings, PortSelection.all(MAX_PORTS));
    }

    static CaptureSession session(final CaptureSettings settings, final PortSelection selection)
    {
        return new CaptureSession(settings, selection, 1, CaptureSession.MIN_RING_BYTES);
    }

    /** A frame in a cell of the pool, as a port leaves it there. */
    int frame(final int ingressPort, final String vnetHeaderAndFrame)
    {
        final int frame = pool.claim();
        final int vnet = pool.frames().vnetHeaderOffset(frame);
        final int lengthBytes = Hex.put(pool.buffer(), vnet, vnetHeaderAndFrame) - VNET_BYTES;
        pool.frames().received(frame, ingressPort, lengthBytes);
        return frame;
    }

    void receive(final int ingressPort, final String vnetHeaderAndFrame)
    {
        final int frame = frame(ingressPort, vnetHeaderAndFrame);
        sink.onReceived(frame);
        pool.release(frame);
    }

    /** A frame as the reader hands it to a writer. */
    static CapturedFrame captured(final CaptureEvent event, final DropReason reason,
        final String vnetHeaderAndFrame)
    {
        final UnsafeBuffer buffer = Hex.hex(vnetHeaderAndFrame);
        final int lengthBytes = buffer.capacity() - VNET_BYTES;
        return new CapturedFrame()
            .seen(1_700_000_000_123_456_789L, event, reason)
            .port(3, "web/front")
            .bytes(buffer, VNET_BYTES, lengthBytes, lengthBytes);
    }

    @Override
    public void close()
    {
        pool.close();
    }
}
