package io.tulle.dns;

/**
 * One question that was answered.
 *
 * @param epochMs when
 * @param name    as the client wrote it
 */
public record QueryLogEntry(long epochMs, int port, String name, int type, Outcome outcome, int responseCode,
    long latencyNs)
{
}
