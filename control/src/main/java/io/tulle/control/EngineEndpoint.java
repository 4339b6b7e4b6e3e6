package io.tulle.control;

import io.tulle.config.MacAddr;

import java.nio.file.Path;
import java.util.Map;

/**
 * An endpoint that Docker made and that may not have joined a sandbox yet: what must be remembered of it.
 *
 * @param id         64 hex digits, Docker's
 * @param mac        02:42 and the IPv4 address unless Docker gave one
 * @param ipv4       null on a network without IPv4
 * @param ipv6       null on a network without IPv6
 * @param driverOpts what the user gave for this endpoint alone
 * @param sandboxKey where the sandbox that it joined is found; null before Join and after Leave
 * @param isGateway  true if Docker told it to program external connectivity: the sandbox's default route is here
 */
public record EngineEndpoint(
    String id,
    String networkId,
    MacAddr mac,
    InterfaceAddress ipv4,
    InterfaceAddress ipv6,
    Map<String, String> driverOpts,
    Path sandboxKey,
    boolean isGateway)
{
    /** Freezes the map. */
    public EngineEndpoint
    {
        driverOpts = Sorted.copy(driverOpts);
    }

    /** What is kept of a request: it has its MAC address now, and has not joined anything. */
    EngineEndpoint reserved(final MacAddr mac)
    {
        return new EngineEndpoint(id, networkId, mac, ipv4, ipv6, driverOpts, null, false);
    }

    /** The same endpoint in a sandbox; null for none. */
    EngineEndpoint joined(final Path key)
    {
        return new EngineEndpoint(id, networkId, mac, ipv4, ipv6, driverOpts, key, false);
    }

    /** The same endpoint with or without the sandbox's default route. */
    EngineEndpoint gateway(final boolean isGateway)
    {
        return new EngineEndpoint(id, networkId, mac, ipv4, ipv6, driverOpts, sandboxKey, isGateway);
    }
}
