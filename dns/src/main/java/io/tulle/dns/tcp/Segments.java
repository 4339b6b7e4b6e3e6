package io.tulle.dns.tcp;

import org.agrona.DirectBuffer;

/** Where the TCP responder's frames go: out by a switch port. */
@FunctionalInterface
public interface Segments
{
    /** @param frame offset of the Ethernet header; checksums are complete */
    void send(int port, DirectBuffer buffer, int frame, int length);
}
