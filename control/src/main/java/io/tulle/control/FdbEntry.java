package io.tulle.control;

/**
 * One row of a network's filtering database, as {@code tulle fdb} shows it.
 *
 * @param mac        lower case with colons
 * @param port       the name of the switch port
 * @param container  the container behind the port, or null for a port of the host
 * @param isStatic   true for an endpoint's own address, which never ages out
 * @param ageSeconds since a frame from that address was last seen; 0 for a static entry
 */
public record FdbEntry(String mac, String port, String container, boolean isStatic, long ageSeconds)
{
}
