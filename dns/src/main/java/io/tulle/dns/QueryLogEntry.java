package io.tulle.dns;

/**
 * One question that was answered.
 *
 * @param epochMs      when
 * @param name         as the client wrote it; empty when the message had none that could be read
 * @param responseCode or {@link DnsStatistics#NO_RESPONSE}
 * @param latencyNs    from the question to the answer; 0 for an answer in place
 */
public record QueryLogEntry(long epochMs, int port, String name, int type, Outcome outcome, int responseCode,
    long latencyNs)
{
}
