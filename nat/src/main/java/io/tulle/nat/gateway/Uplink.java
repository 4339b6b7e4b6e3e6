package io.tulle.nat.gateway;

/**
 * An uplink as the router sees it. Immutable; made anew by the control thread when an address, a route, a neighbour or
 * the link changes, read by workers.
 *
 * @param name       as the user wrote it, or "uplink"
 * @param realm      the number of its address space: unique among networks and uplinks
 * @param mtu        of the interface, in bytes
 * @param mac        of the interface
 * @param isShared   whether its addresses are the host's own: what is not Tulle's there is left to the host
 * @param addresses  its external addresses
 * @param nextHops   where packets go from here
 * @param firstPort  first external port of mappings; an address of its own has all from 1,024 on
 * @param lastPort   last external port of mappings
 */
public record Uplink(String name, int realm, int mtu, long mac, boolean isShared, ExternalAddresses addresses,
    NextHops nextHops, int firstPort, int lastPort)
{
    public boolean inRange(final int port)
    {
        return port >= firstPort && port <= lastPort;
    }
}
