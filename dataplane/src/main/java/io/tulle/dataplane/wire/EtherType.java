package io.tulle.dataplane.wire;

/** EtherTypes (IEEE 802 numbers) that tell what follows an Ethernet header or an 802.1Q tag. */
public final class EtherType
{
    /** IEEE 802.3 3.2.6: a smaller value is a length, not a type. */
    public static final int MINIMUM = 0x0600;

    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int DOT1Q = 0x8100;
    public static final int IPV6 = 0x86DD;
    public static final int DOT1AD = 0x88A8;

    private EtherType()
    {
    }

    /** True if the type announces a VLAN tag, customer (802.1Q) or service (802.1ad). */
    public static boolean isTag(final int etherType)
    {
        return DOT1Q == etherType || DOT1AD == etherType;
    }
}
