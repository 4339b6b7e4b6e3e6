package io.tulle.config;

import java.util.Comparator;

/**
 * A block of addresses of one family, such as 10.30.0.0/24: what a network's subnet and its ip_range are.
 *
 * @param first        lowest address: the host bits are zero.
 * @param prefixLength 0 to 32, or to 128.
 */
public record Cidr(IpAddress first, int prefixLength) implements Comparable<Cidr>
{
    private static final Comparator<Cidr> ORDER = Comparator.comparing(Cidr::first).thenComparing(Cidr::prefixLength);

    public Cidr
    {
        if (prefixLength < 0 || prefixLength > first.lengthBits())
        {
            throw new BadValueException(first + "/" + prefixLength,
                "has a prefix length that is not 0 to " + first.lengthBits(), null);
        }
        final IpAddress network = masked(first, prefixLength);
        if (!network.equals(first))
        {
            throw new BadValueException(first + "/" + prefixLength, "has host bits set",
                "write " + network + "/" + prefixLength);
        }
    }

    /** Reads either family; BadValueException says what is wrong. */
    public static Cidr parse(final String text)
    {
        final int slash = text.indexOf('/');
        if (slash < 0)
        {
            throw new BadValueException(text, "has no prefix length", "write a CIDR such as 10.30.0.0/24 or fd00::/64");
        }
        final IpAddress address = addressOf(text, slash);
        final String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > address.lengthBits())
        {
            throw new BadValueException(text, "has a prefix length that is not 0 to " + address.lengthBits(),
                "write a CIDR such as " + (address.isV6() ? "fd00::/64" : "10.30.0.0/24"));
        }
        return new Cidr(address, Integer.parseInt(length));
    }

    private static IpAddress addressOf(final String text, final int slash)
    {
        try
        {
            return IpAddress.parse(text.substring(0, slash));
        }
        catch (final BadValueException e)
        {
            throw new BadValueException(text, "is not a CIDR: its address " + e.reason(),
                "write a CIDR such as 10.30.0.0/24 or fd00::/64");
        }
    }

    /** The block of this length that an address lies in: its host bits are cleared. */
    public static Cidr containing(final IpAddress address, final int prefixLength)
    {
        return new Cidr(masked(address, prefixLength), prefixLength);
    }

    public boolean isV6()
    {
        return first.isV6();
    }

    /** Highest address: the directed broadcast address of an IPv4 subnet. */
    public IpAddress last()
    {
        return new IpAddress(isV6(), first.high() | ~highMask(isV6(), prefixLength),
            first.low() | ~lowMask(isV6(), prefixLength));
    }

    /** Lowest address that a host may have; RFC 3021 and RFC 6164: both of a /31 and of a /127. */
    public IpAddress firstHost()
    {
        return hostBits() < 2 ? first : first.next();
    }

    /** Highest address that a host may have: all but IPv4's broadcast address. */
    public IpAddress lastHost()
    {
        return hostBits() < 2 || isV6() ? last() : last().previous();
    }

    public boolean contains(final IpAddress address)
    {
        return address.isV6() == isV6() && first.compareTo(address) <= 0 && address.compareTo(last()) <= 0;
    }

    public boolean contains(final Cidr other)
    {
        return contains(other.first) && prefixLength <= other.prefixLength;
    }

    public boolean overlaps(final Cidr other)
    {
        return contains(other.first) || other.contains(first);
    }

    @Override
    public int compareTo(final Cidr other)
    {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString()
    {
        return first + "/" + prefixLength;
    }

    private int hostBits()
    {
        return first.lengthBits() - prefixLength;
    }

    private static IpAddress masked(final IpAddress address, final int prefixLength)
    {
        return new IpAddress(address.isV6(), address.high() & highMask(address.isV6(), prefixLength),
            address.low() & lowMask(address.isV6(), prefixLength));
    }

    private static long highMask(final boolean isV6, final int prefixLength)
    {
        return !isV6 || prefixLength >= 64 ? -1 : 0 == prefixLength ? 0 : -1L << 64 - prefixLength;
    }

    private static long lowMask(final boolean isV6, final int prefixLength)
    {
        final int length = isV6 ? prefixLength - 64 : prefixLength + 32;
        return length <= 0 ? 0 : length >= 64 ? -1 : -1L << 64 - length;
    }
}
