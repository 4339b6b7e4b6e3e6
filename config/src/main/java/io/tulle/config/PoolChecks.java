package io.tulle.config;

/** Checks that the parts of one pool fit its subnet. */
final class PoolChecks
{
    /** Blocks that no network of containers can have, with the reason. */
    private enum Special
    {
        THIS_HOST("0.0.0.0/8", "means this host"),
        LOOPBACK("127.0.0.0/8", "is the loopback network"),
        MULTICAST("224.0.0.0/3", "is for multicast and beyond"),
        LOOPBACK_V6("::/127", "is the loopback address"),
        LINK_LOCAL_V6("fe80::/10", "is for link-local addresses, which every interface has anyway"),
        MULTICAST_V6("ff00::/8", "is for multicast");

        private final Cidr block;
        private final String reason;

        Special(final String block, final String reason)
        {
            this.block = Cidr.parse(block);
            this.reason = reason;
        }
    }

    private PoolChecks()
    {
    }

    static void check(final YamlNode node, final IpamPool pool)
    {
        checkSubnet(node.child("subnet"), pool.subnet());
        if (null != pool.ipRange() && !pool.subnet().contains(pool.ipRange()))
        {
            node.child("ip_range").problem(pool.ipRange().toString(), "is outside the subnet " + pool.subnet(),
                "choose a part of the subnet");
        }
        if (null != pool.gateway())
        {
            checkHost(node.child("gateway"), pool.gateway(), pool.subnet());
        }
        pool.auxAddresses().forEach((name, address) ->
        {
            final YamlNode aux = node.child("aux_addresses").child(name);
            if (checkHost(aux, address, pool.subnet()) && address.equals(pool.gateway()))
            {
                aux.problem(address.toString(), "is the gateway", "choose another address");
            }
        });
    }

    private static void checkSubnet(final YamlNode node, final Cidr subnet)
    {
        for (final Special special : Special.values())
        {
            if (special.block.overlaps(subnet))
            {
                node.problem(subnet.toString(), "overlaps " + special.block + ", which " + special.reason,
                    "choose a private subnet such as " + (subnet.isV6() ? "fd00::/64" : "10.30.0.0/24"));
                return;
            }
        }
    }

    /** May a host of the subnet have this address? */
    static boolean checkHost(final YamlNode node, final IpAddress address, final Cidr subnet)
    {
        final boolean isInside = subnet.contains(address);
        if (!isInside)
        {
            node.problem(address.toString(), "is outside the subnet " + subnet,
                "choose one of " + subnet.firstHost() + " to " + subnet.lastHost());
        }
        else if (address.compareTo(subnet.firstHost()) < 0 || address.compareTo(subnet.lastHost()) > 0)
        {
            node.problem(address.toString(), "is the " + (address.equals(subnet.first()) ? "network" : "broadcast") +
                " address of " + subnet, "choose one of " + subnet.firstHost() + " to " + subnet.lastHost());
            return false;
        }
        return isInside;
    }
}
