package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Questions and text for a 48-bit MAC address that is kept in the low bits of a {@code long}. Called by any thread;
 * {@link #parse} and {@link #format} allocate and stay off a frame's way.
 */
public final class MacAddress
{
    public static final int LENGTH = 6;

    /** No address: outside the 48 bits, so no frame can carry it. */
    public static final long NONE = -1;
    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long DOCKER_PREFIX = 0x0242_0000_0000L;
    private static final long IPV4_MULTICAST_PREFIX = 0x0100_5E00_0000L;
    private static final long IPV6_MULTICAST_PREFIX = 0x3333_0000_0000L;
    private static final long RESERVED_PREFIX = 0x0180_C200_0000L;
    private static final String TEXT = "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}";

    private MacAddress()
    {
    }

    public static long get(final UnsafeBuffer buffer, final int offset)
    {
        return (long) (buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF) << 32 |
            buffer.getInt(offset + 2, BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    public static void put(final UnsafeBuffer buffer, final int offset, final long mac)
    {
        buffer.putShort(offset, (short) (mac >>> 32), BIG_ENDIAN);
        buffer.putInt(offset + 2, (int) mac, BIG_ENDIAN);
    }

    /** Multicast or broadcast: never a sender. */
    public static boolean isGroup(final long mac)
    {
        return 0 != (mac & GROUP_BIT);
    }

    /** IEEE 802.1Q 8.6.3: 01-80-C2-00-00-00 to -0F are for the bridge itself and are not forwarded. */
    public static boolean isReserved(final long mac)
    {
        return RESERVED_PREFIX == (mac & ~0xFL);
    }

    /** The address Docker gives an endpoint: 02:42 and its IPv4 address. */
    public static long fromIpv4(final int address)
    {
        return DOCKER_PREFIX | address & 0xFFFF_FFFFL;
    }

    /** RFC 1112 6.4: the group address that carries an IPv4 multicast packet. */
    public static long fromIpv4Multicast(final int address)
    {
        return IPV4_MULTICAST_PREFIX | address & 0x7F_FFFFL;
    }

    /** RFC 2464 7: the group address that carries an IPv6 multicast packet. */
    public static long fromIpv6Multicast(final long addressLow)
    {
        return IPV6_MULTICAST_PREFIX | addressLow & 0xFFFF_FFFFL;
    }

    public static long parse(final String text)
    {
        if (!text.matches(TEXT))
        {
            throw new IllegalArgumentException(
                "not a MAC address: " + text + "; write six hex bytes such as 02:42:ac:11:00:02");
        }
        return Long.parseLong(text.replace(":", ""), 16);
    }

    public static String format(final long mac)
    {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8)
        {
            final int octet = (int) (mac >>> shift) & 0xFF;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
            if (0 < shift)
            {
                text.append(':');
            }
        }
        return text.toString();
    }
}
