package io.tulle.control;

import java.util.List;
import java.util.Map;

/**
 * A network as the command line or the API asks for it: {@code tulle network create}, in words.
 *
 * @param enableIpv4 null means true, as Docker has it
 * @param options    {@code -o key=value}
 * @param dns        servers that are asked for names, instead of those of the section {@code dns}
 */
public record CreateNetwork(
    String name,
    boolean internal,
    boolean attachable,
    Boolean enableIpv4,
    boolean enableIpv6,
    List<Pool> pools,
    Map<String, String> options,
    Map<String, String> labels,
    List<String> dns)
{
    /** One {@code --subnet} with what belongs to it; all but the subnet may be null. */
    public record Pool(String subnet, String ipRange, String gateway, Map<String, String> auxAddresses)
    {
        /** Freezes the map. */
        public Pool
        {
            auxAddresses = null == auxAddresses ? Map.of() : Map.copyOf(auxAddresses);
        }
    }

    /** Freezes the collections; null means empty. */
    public CreateNetwork
    {
        pools = null == pools ? List.of() : List.copyOf(pools);
        options = null == options ? Map.of() : Map.copyOf(options);
        labels = null == labels ? Map.of() : Map.copyOf(labels);
        dns = null == dns ? List.of() : List.copyOf(dns);
    }

    /** A network that asks the usual servers for names. */
    public CreateNetwork(
        final String name,
        final boolean internal,
        final boolean attachable,
        final Boolean enableIpv4,
        final boolean enableIpv6,
        final List<Pool> pools,
        final Map<String, String> options,
        final Map<String, String> labels)
    {
        this(name, internal, attachable, enableIpv4, enableIpv6, pools, options, labels, null);
    }

    /** A network with nothing but a name. */
    public static CreateNetwork named(final String name)
    {
        return new CreateNetwork(name, false, false, null, false, null, null, null);
    }
}
