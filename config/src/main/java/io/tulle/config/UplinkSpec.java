package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * A way out of the host: the interface that packets leave by, and the addresses they leave with.
 *
 * @param name          the key in the file; {@link #DEFAULT_NAME} for the one of {@code uplink}.
 * @param interfaceName of the host; {@link #AUTO} means the one of the default route.
 * @param addresses     of Tulle's own on that interface; none means to share the host's.
 * @param ports         external ports of mappings.
 */
public record UplinkSpec(String name, String interfaceName, List<Address> addresses, PortRange ports)
{
    /** The uplink of networks that name none. */
    public static final String DEFAULT_NAME = "default";

    /** The word for a network without a way out. */
    public static final String NONE = "none";

    /** The interface of the default route, whichever it is when Tulle starts. */
    public static final String AUTO = "auto";

    /** Above the kernel's own ephemeral ports of most hosts, and IANA's dynamic ports (RFC 6335 section 6). */
    public static final PortRange SHARED_PORTS = new PortRange(49_152, 65_535);

    /** RFC 4787 REQ-3: all but the well-known ports; nobody else has the address. */
    public static final PortRange OWN_PORTS = new PortRange(1_024, 65_535);

    /**
     * An address with the length of its subnet's prefix.
     *
     * @param address      of Tulle on the interface.
     * @param prefixLength of the subnet that it is in.
     */
    public record Address(IpAddress address, int prefixLength)
    {
        /** Reads 192.0.2.10/24; BadValueException says what is wrong. */
        public static Address parse(final String text)
        {
            return UplinkReader.address(text);
        }

        /** The subnet. */
        public Cidr subnet()
        {
            return Cidr.containing(address, prefixLength);
        }

        @Override
        public String toString()
        {
            return address + "/" + prefixLength;
        }
    }

    public UplinkSpec
    {
        addresses = List.copyOf(addresses);
    }

    /** The name of the uplink of networks that name none: the one called default, else the only one; or null. */
    public static String defaultOf(final Map<String, UplinkSpec> uplinks)
    {
        return uplinks.containsKey(DEFAULT_NAME) ? DEFAULT_NAME :
            1 == uplinks.size() ? uplinks.keySet().iterator().next() : null;
    }

    /** Are the addresses the host's own? */
    public boolean isShared()
    {
        return addresses.isEmpty();
    }

    /** Is the interface the one of the default route? */
    public boolean isAuto()
    {
        return AUTO.equals(interfaceName);
    }
}
