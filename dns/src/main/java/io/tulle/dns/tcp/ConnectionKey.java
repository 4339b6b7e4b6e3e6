package io.tulle.dns.tcp;

/**
 * What tells one connection from another. IPv4 addresses stand in the low halves.
 *
 * @param port        the switch port
 * @param localHigh   of the gateway's address that was asked
 * @param remoteHigh  of the client's address
 * @param remotePort  the client's TCP port
 */
record ConnectionKey(int port, boolean isIpv6, long localHigh, long localLow, long remoteHigh, long remoteLow,
    int remotePort)
{
}
