package io.tulle.config;

/** Checks that the parts of one pool fit its subnet. */
final class PoolChecks
{
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
        if (null != SpecialBlock.mistake(subnet))
        {
            node.problem(subnet.toString(), SpecialBlock.mistake(subnet), SpecialBlock.remedy(subnet));
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
