package io.tulle.dns.resolver;

import io.tulle.dns.Outcome;

import java.net.InetSocketAddress;

/**
 * How a question was answered.
 *
 * @param server    that answered, or null
 * @param latencyNs from the question to the answer
 * @param why       a sentence for a user, such as "192.0.2.53 did not answer for 2 s"; empty when nothing is odd
 */
public record Resolved(Outcome outcome, int responseCode, InetSocketAddress server, long latencyNs, String why)
{
}
