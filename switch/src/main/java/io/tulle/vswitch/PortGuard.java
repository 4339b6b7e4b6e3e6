package io.tulle.vswitch;

/** Who may send by a port: one MAC address, and the IP addresses behind it. Made by the conductor, asked by workers. */
public interface PortGuard
{
    /** @return the only source MAC address that may come in. */
    long mac();

    /** @return whether the IPv4 address may be a packet's source or an ARP sender. */
    boolean owns(int address);

    /** @return whether the IPv6 address may be a packet's source or an advertisement's target. */
    boolean owns(long high, long low);
}
