package io.tulle.config;

/** What a worker does while there are no frames. */
public enum Idle
{
    /** Polls on: lowest latency, a whole processor. */
    BUSY,
    /** Polls while there is traffic, then blocks until a port is readable. */
    ADAPTIVE,
    /** Sleeps between polls: latency for the least work. */
    SLEEP
}
