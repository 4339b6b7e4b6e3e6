/**
 * What stands in a frame's bytes, header by header.
 *
 * <p>Every header has one shape: {@code isValid(buffer, offset, availableLength)} checks every length once, then
 * {@code wrap(buffer, offset)} places the flyweight and its accessors cannot fail. Offsets are absolute in the buffer.
 * A MAC address is a {@code long} (low 48 bits), an IPv4 address an {@code int}, an IPv6 address two {@code long}s, all
 * with the value of the big-endian word. A flyweight belongs to one thread.
 */
package io.tulle.dataplane.wire;
