package io.tulle.dns.resolver;

/**
 * One client that waits for the answer to a question. Used by the resolver's thread.
 *
 * @param client  hears the answer
 * @param message the question as it came: id, case and EDNS size are the client's own
 * @param limit   octets that the answer may have; 0 for what the question offers by UDP
 * @param port    the switch port that it asked by
 * @param sinceNs when it asked
 */
record Waiter(Client client, byte[] message, int limit, int port, long sinceNs)
{
}
