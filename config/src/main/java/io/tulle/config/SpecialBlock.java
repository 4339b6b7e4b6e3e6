package io.tulle.config;

/** Blocks of addresses that no network of containers can have, with the reason. Any thread. */
public enum SpecialBlock
{
    THIS_HOST("0.0.0.0/8", "means this host"),
    LOOPBACK("127.0.0.0/8", "is the loopback network"),
    MULTICAST("224.0.0.0/3", "is for multicast and beyond"),
    LOOPBACK_V6("::/127", "is the loopback address"),
    LINK_LOCAL_V6("fe80::/10", "is for link-local addresses, which every interface has anyway"),
    MULTICAST_V6("ff00::/8", "is for multicast");

    private final Cidr block;
    private final String reason;

    SpecialBlock(final String block, final String reason)
    {
        this.block = Cidr.parse(block);
        this.reason = reason;
    }

    /** What is wrong with a subnet, to be read after it; null if nothing is. */
    public static String mistake(final Cidr subnet)
    {
        for (final SpecialBlock special : values())
        {
            if (special.block.overlaps(subnet))
            {
                return "overlaps " + special.block + ", which " + special.reason;
            }
        }
        return null;
    }

    /** What to choose in place of a subnet. */
    public static String remedy(final Cidr subnet)
    {
        return "choose a private subnet such as " + (subnet.isV6() ? "fd00::/64" : "10.30.0.0/24");
    }
}
