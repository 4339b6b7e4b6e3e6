package io.tulle.config;

import java.time.Duration;

/**
 * How long a session lives without a packet.
 *
 * @param udp            of UDP.
 * @param icmp           of echo requests and their answers.
 * @param tcpEstablished of an open connection.
 * @param tcpOpening     of a connection that is not open yet.
 * @param tcpClosing     of a connection that ends.
 * @param tcpIncomingSyn of a SYN from outside that nobody has answered.
 * @param other          of protocols without ports.
 */
public record NatTimeouts(Duration udp, Duration icmp, Duration tcpEstablished, Duration tcpOpening,
    Duration tcpClosing, Duration tcpIncomingSyn, Duration other)
{
    public static final NatTimeouts DEFAULTS = new NatTimeouts(
        Duration.ofSeconds(300), // RFC 4787 REQ-5: recommended
        Duration.ofSeconds(60), // RFC 5508 REQ-2: the least
        Duration.ofSeconds(7_440), // RFC 5382 REQ-5: the least
        Duration.ofSeconds(240), // RFC 5382 REQ-5, RFC 7857 section 2
        Duration.ofSeconds(240), // RFC 5382 REQ-5, RFC 7857 section 2
        Duration.ofSeconds(6), // RFC 5382 REQ-4: the least
        Duration.ofSeconds(600)); // as the kernel's conntrack has it
}
