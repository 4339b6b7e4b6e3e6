package io.tulle.control;

import io.tulle.config.IpAddress;

/**
 * What Docker makes of an endpoint that joined: it moves the device into the sandbox, names it and sets its routes.
 *
 * @param source      the device's name in the namespace of the host
 * @param prefix      of its name in the sandbox; Docker adds a number
 * @param gatewayIpv4 of the default route; null on an internal network, or without IPv4
 * @param gatewayIpv6 of the default route; null on an internal network, or without IPv6
 */
public record JoinedInterface(String source, String prefix, IpAddress gatewayIpv4, IpAddress gatewayIpv6)
{
}
