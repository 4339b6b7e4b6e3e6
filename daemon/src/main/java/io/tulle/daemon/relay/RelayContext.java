package io.tulle.daemon.relay;

import java.nio.channels.Selector;

import org.agrona.concurrent.NanoClock;

/** What everything that the relay's thread serves shares. */
record RelayContext(Selector selector, RelaySettings settings, RelayCounters counters, BufferPool pool, NanoClock clock)
{
}
