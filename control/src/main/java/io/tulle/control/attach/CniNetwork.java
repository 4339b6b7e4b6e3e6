package io.tulle.control.attach;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import io.tulle.control.EngineNetwork;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads a network configuration of type tulle. Used by the thread of the request. */
final class CniNetwork
{
    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]*"; // the specification's
    private static final Set<String> KEYS = Set.of("cniVersion", "name", "type", "args", "capabilities",
        "runtimeConfig", "prevResult", "dns", "ipMasq", "ipam", "mtu", "internal", "options", "aliases",
        "cni.dev/valid-attachments", "cni.dev/attachments");
    private static final Set<String> IPAM_KEYS = Set.of("type", "subnet", "gateway", "ipRange", "ranges", "dns");
    private static final Set<String> RANGE_KEYS = Set.of("subnet", "gateway", "ipRange");
    private static final int MAX_MTU = 65_535;

    private final Field config;

    CniNetwork(final Field config)
    {
        this.config = config;
    }

    String name()
    {
        final String name = config.get("name").required();
        config.get("name").check(name.matches(NAME), name + " is not the name of a network");
        return name;
    }

    String id()
    {
        return CniIds.of("network", name());
    }

    EngineNetwork definition()
    {
        checkKeys(config, KEYS);
        final List<IpamPool> pools = pools();
        final boolean hasIpv6 = pools.stream().anyMatch(pool -> pool.subnet().isV6());
        final boolean hasIpv4 = pools.isEmpty() || pools.stream().anyMatch(pool -> !pool.subnet().isV6());
        return new EngineNetwork(id(), name(), config.get("internal").truth(false), hasIpv4, hasIpv6, pools,
            options(), Map.of());
    }

    NetworkDns dns()
    {
        return NetworkDns.DEFAULTS; // who wants others to be asked has the runtime write these into resolv.conf
    }

    private List<IpamPool> pools()
    {
        final Field ipam = config.get("ipam");
        final String type = ipam.get("type").text();
        if (null != type && !type.isEmpty() && !"tulle".equals(type))
        {
            throw new CniError(CniError.UNSUPPORTED_FIELD, "ipam.type: " + type +
                " is not supported: Tulle gives out addresses itself; leave it out, or write tulle");
        }
        ipam.members().keySet().stream().filter(key -> !IPAM_KEYS.contains(key)).findFirst()
            .ifPresent(key -> unsupported(ipam.get(key)));
        final List<IpamPool> pools = new ArrayList<>();
        if (!ipam.get("subnet").isAbsent())
        {
            pools.add(pool(ipam));
        }
        for (final Field set : ipam.get("ranges").items())
        {
            set.check(1 == set.items().size(), "has not one range; Tulle's networks have one a family");
            checkKeys(set.items().get(0), RANGE_KEYS);
            pools.add(pool(set.items().get(0)));
        }
        return pools;
    }

    private static IpamPool pool(final Field field)
    {
        field.get("subnet").required();
        return new IpamPool(field.get("subnet").parse(Cidr::parse), field.get("ipRange").parse(Cidr::parse),
            field.get("gateway").parse(IpAddress::parse), Map.of());
    }

    private Map<String, String> options()
    {
        final Map<String, String> options = new TreeMap<>(config.get("options").texts());
        if (!config.get("mtu").isAbsent())
        {
            options.put(NetworkOptions.MTU, String.valueOf(config.get("mtu").number(0, MAX_MTU)));
        }
        if (!config.get("ipMasq").isAbsent())
        {
            options.put(NetworkOptions.MASQUERADE, String.valueOf(config.get("ipMasq").truth(true)));
        }
        return options;
    }

    private static void checkKeys(final Field field, final Set<String> known)
    {
        field.members().keySet().stream().filter(key -> !known.contains(key)).findFirst()
            .ifPresent(key -> unsupported(field.get(key)));
    }

    private static void unsupported(final Field field)
    {
        throw new CniError(CniError.UNSUPPORTED_FIELD, field.place() + " is not supported");
    }
}
