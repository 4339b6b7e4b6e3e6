package io.tulle.control;

import io.tulle.config.IpAddress;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkDns;

import java.util.List;

/**
 * One interface of an {@link AttachRequest}.
 *
 * @param network is made if it is not there yet
 * @param dns     how the network's containers resolve names
 * @param name    of the interface inside the container
 * @param ipv4    null for the lowest free one, if the network has IPv4
 * @param ipv6    null for the lowest free one, if the network has IPv6
 * @param mac     null for one that is made of the address
 * @param aliases further names of the container on this network
 */
public record AttachInterface(
    EngineNetwork network,
    NetworkDns dns,
    String name,
    IpAddress ipv4,
    IpAddress ipv6,
    MacAddr mac,
    List<String> aliases)
{
    /** Freezes the list. */
    public AttachInterface
    {
        aliases = List.copyOf(aliases);
    }

    AttachKey key(final String containerId)
    {
        return new AttachKey(containerId, network.id(), name);
    }
}
