package io.tulle.dataplane.capture;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.test.Hex;

/** A writer that keeps what it was given, for tests to look at. */
final class Shown implements CaptureWriter
{
    final List<String> frames = new ArrayList<>();
    final List<String> passages = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    final List<Integer> wireLengths = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    int flushes;

    @Override
    public void write(final CapturedFrame frame)
    {
        frames.add(Hex.digits(frame.buffer(), frame.offset(), frame.length()));
        passages.add(frame.event().label() + " " + frame.portName() + " " + frame.reason());
        times.add(frame.timeNs());
        comments.add(frame.comment());
        wireLengths.add(frame.wireLength());
    }

    @Override
    public void flush()
    {
        flushes++;
    }

    @Override
    public void finish(final long endTimeNs)
    {
        flushes++;
    }
}
