package io.tulle.daemon.cli;

import io.tulle.control.CreateNetwork;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which --ip-range, --gateway and --aux-address belong to which --subnet. A network has one subnet of each
 * family, so it is the family that tells; whether an address lies in its subnet is the daemon's to check.
 */
final class PoolOptions
{
    private PoolOptions()
    {
    }

    static List<CreateNetwork.Pool> pools(
        final List<String> subnets,
        final List<String> ipRanges,
        final List<String> gateways,
        final Map<String, String> auxAddresses)
    {
        final List<CreateNetwork.Pool> pools = new ArrayList<>();
        for (final String subnet : subnets)
        {
            pools.add(new CreateNetwork.Pool(subnet, only("--ip-range", ipRanges, subnet),
                only("--gateway", gateways, subnet), ofFamily(auxAddresses, subnet)));
        }
        checkAllUsed("--ip-range", ipRanges, subnets);
        checkAllUsed("--gateway", gateways, subnets);
        checkAllUsed("--aux-address", List.copyOf(auxAddresses.values()), subnets);
        return pools;
    }

    private static String only(final String option, final List<String> values, final String subnet)
    {
        final List<String> matching = values.stream().filter(value -> isV6(value) == isV6(subnet)).toList();
        if (matching.size() > 1)
        {
            throw CommandException.usage(option + " is given " + matching.size() + " times for subnet " + subnet +
                ": " + String.join(", ", matching) + "; give it once");
        }
        return matching.isEmpty() ? null : matching.get(0);
    }

    private static Map<String, String> ofFamily(final Map<String, String> auxAddresses, final String subnet)
    {
        final Map<String, String> matching = new HashMap<>(auxAddresses);
        matching.values().removeIf(value -> isV6(value) != isV6(subnet));
        return matching;
    }

    private static void checkAllUsed(final String option, final List<String> values, final List<String> subnets)
    {
        for (final String value : values)
        {
            if (subnets.stream().noneMatch(subnet -> isV6(subnet) == isV6(value)))
            {
                throw CommandException.usage(option + " " + value + " has no --subnet that it belongs to; give one");
            }
        }
    }

    private static boolean isV6(final String text)
    {
        return text.indexOf(':') >= 0;
    }
}
