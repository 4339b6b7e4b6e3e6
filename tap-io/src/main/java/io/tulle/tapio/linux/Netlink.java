package io.tulle.tapio.linux;

import java.util.List;
import java.util.Optional;

/**
 * Gives a container's interfaces their names, addresses and routes, by kernel messages and never by a command.
 * It speaks for the namespace of the thread that opened it ({@link NetworkNamespace#netlink()} opens one elsewhere),
 * may be used by any control thread, and throws {@link LinuxException} with the kernel's own explanation.
 * Addresses have 4 or 16 bytes, MACs 6; an interface is meant by its index, which survives a new name.
 */
public final class Netlink implements AutoCloseable
{
    /** For {@link #createVeth}: the peer stays in this namespace. */
    public static final int SAME_NAMESPACE = Links.SAME_NAMESPACE;

    private final NetlinkSocket socket = new NetlinkSocket();
    private final Links links = new Links(socket);
    private final Addresses addresses = new Addresses(socket, links);
    private final Routes routes = new Routes(socket, links);
    private final Neighbors neighbors = new Neighbors(socket, links);

    private Netlink()
    {
    }

    /** For the namespace that the calling thread is in now. */
    public static Netlink open()
    {
        return new Netlink();
    }

    public List<Link> links()
    {
        return links.all();
    }

    /** The link of that name, or an error with ENODEV. */
    public Link link(final String name)
    {
        return links.byName(name);
    }

    public Link link(final int index)
    {
        return links.byIndex(index);
    }

    public Optional<Link> findLink(final String name)
    {
        try
        {
            return Optional.of(links.byName(name));
        }
        catch (final LinuxException ex)
        {
            if (Errno.ENODEV != ex.errno())
            {
                throw ex;
            }
            return Optional.empty();
        }
    }

    public void setUp(final int index)
    {
        links.flags(index, LinkConstants.IFF_UP, LinkConstants.IFF_UP, "up");
    }

    public void setDown(final int index)
    {
        links.flags(index, 0, LinkConstants.IFF_UP, "down");
    }

    public void setMtu(final int index, final int mtu)
    {
        links.mtu(index, mtu);
    }

    public void setMac(final int index, final byte[] mac)
    {
        links.mac(index, mac);
    }

    /** Kernels before 6.2 want the link down for this. */
    public void rename(final int index, final String newName)
    {
        links.name(index, newName);
    }

    public void deleteLink(final int index)
    {
        links.delete(index);
    }

    /** The kernel takes its addresses and routes off on the way, and may give it another index there. */
    public void moveToNamespace(final int index, final int namespaceFd)
    {
        links.namespace(index, namespaceFd);
    }

    /** A pair of which the second end starts in another namespace, or in this one with {@link #SAME_NAMESPACE}. */
    public void createVeth(final String name, final String peerName, final int peerNamespaceFd)
    {
        links.createVeth(name, peerName, peerNamespaceFd);
    }

    /** IPv4 gets the subnet's broadcast address; IPv6 is usable at once, without duplicate address detection. */
    public void addAddress(final int index, final byte[] address, final int prefixLength)
    {
        addresses.add(index, address, prefixLength);
    }

    /** As {@link #addAddress}, content when the very same address with the same prefix is there. */
    public void ensureAddress(final int index, final byte[] address, final int prefixLength)
    {
        addresses.ensure(index, address, prefixLength);
    }

    public void deleteAddress(final int index, final byte[] address, final int prefixLength)
    {
        addresses.delete(index, address, prefixLength);
    }

    /** Of every interface. */
    public List<Address> addresses()
    {
        return addresses.all();
    }

    public List<Address> addresses(final int index)
    {
        return addresses.of(index);
    }

    public void addRoute(final Route route)
    {
        routes.add(route);
    }

    /** As {@link #addRoute}, content when the very same route is there. */
    public void ensureRoute(final Route route)
    {
        routes.ensure(route);
    }

    /** Takes the place of a route to the same destination with the same metric, if there is one. */
    public void replaceRoute(final Route route)
    {
        routes.replace(route);
    }

    public void deleteRoute(final Route route)
    {
        routes.delete(route);
    }

    /** Unicast routes of the main table, for AF_INET or AF_INET6. */
    public List<Route> routes(final int family)
    {
        return routes.all(family);
    }

    /** A permanent entry, in place of what is known. */
    public void setNeighbor(final int index, final byte[] address, final byte[] mac)
    {
        neighbors.replace(index, address, mac);
    }

    /** Makes the kernel ask for the MAC address of a neighbour, unless it has it; does not wait for the answer. */
    public void useNeighbor(final int index, final byte[] address)
    {
        neighbors.use(index, address);
    }

    public void deleteNeighbor(final int index, final byte[] address)
    {
        neighbors.delete(index, address);
    }

    public List<Neighbor> neighbors(final int index)
    {
        return neighbors.of(index);
    }

    @Override
    public void close()
    {
        socket.close();
    }
}
