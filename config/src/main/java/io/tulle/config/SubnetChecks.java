package io.tulle.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds networks whose subnets overlap. */
final class SubnetChecks
{
    /**
     * A subnet and whose it is.
     *
     * @param subnet  of the pool.
     * @param network its name.
     * @param node    where it is written.
     * @param order   in the file.
     */
    private record Owned(Cidr subnet, String network, YamlNode node, int order)
    {
    }

    private SubnetChecks()
    {
    }

    static void check(final YamlNode root, final Map<String, NetworkSpec> networks)
    {
        final List<Owned> subnets = new ArrayList<>();
        for (final NetworkSpec network : networks.values())
        {
            collect(root.nearest("networks", network.name(), "ipam", "config"), network.name(), subnets);
        }
        subnets.sort(Comparator.comparing(Owned::subnet).thenComparing(Owned::order));
        Owned widest = null;
        for (final Owned owned : subnets)
        {
            // blocks nest or are apart, and a block sorts before what lies in it: one look back is enough
            if (null != widest && widest.subnet.overlaps(owned.subnet))
            {
                report(widest, owned);
            }
            else
            {
                widest = owned;
            }
        }
    }

    private static void collect(final YamlNode config, final String network, final List<Owned> subnets)
    {
        for (final YamlNode item : config.items())
        {
            final YamlNode node = item.child("subnet");
            final Cidr subnet = null == node || null == node.text() ? null : parsed(node.text());
            if (null != subnet)
            {
                subnets.add(new Owned(subnet, network, node, subnets.size()));
            }
        }
    }

    private static Cidr parsed(final String text)
    {
        try
        {
            return Cidr.parse(text);
        }
        catch (final BadValueException e)
        {
            return null; // reported when the pool was read
        }
    }

    private static void report(final Owned one, final Owned other)
    {
        if (!one.network.equals(other.network))
        {
            final Owned later = one.order > other.order ? one : other;
            final Owned earlier = later == one ? other : one;
            later.node.problem(later.subnet.toString(), "overlaps " + earlier.subnet + " of network " + earlier.network,
                "choose another subnet, or leave it out to get a free one");
        }
    }
}
