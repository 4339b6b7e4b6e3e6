package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * One container on one network.
 *
 * @param network       its name.
 * @param ipv4          static address, or null: the lowest free one.
 * @param ipv6          static address, or null: the lowest free one.
 * @param mac           static address, or null: made from the IPv4 address.
 * @param aliases       further names of the container on this network.
 * @param priority      Compose's order in which networks are connected, the highest first.
 * @param gwPriority    the network with the highest one has the default route.
 * @param driverOpts    as written.
 * @param mtu           of this interface alone, or null: the network's.
 * @param interfaceName such as eth7, or null: the network's prefix and the lowest free number.
 */
public record Attachment(String network, IpAddress ipv4, IpAddress ipv6, MacAddr mac, List<String> aliases,
    int priority, int gwPriority, Map<String, String> driverOpts, Integer mtu, String interfaceName)
{
    public Attachment
    {
        aliases = List.copyOf(aliases);
        driverOpts = Ordered.copy(driverOpts);
    }

    /** What {@code networks: [NAME]} describes. */
    public static Attachment ofDefaults(final String network)
    {
        return new Attachment(network, null, null, null, List.of(), 0, 0, Map.of(), null, null);
    }

    /** Reads the name of an interface; BadValueException says what is wrong. */
    public static String parseInterfaceName(final String text)
    {
        return Scalars.interfaceName(text);
    }

    /** The static address of a family, or null. */
    public IpAddress address(final boolean isV6)
    {
        return isV6 ? ipv6 : ipv4;
    }
}
