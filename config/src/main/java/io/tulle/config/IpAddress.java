package io.tulle.config;

import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as a value: parsed without ever asking a resolver, printed as RFC 5952 wants it.
 * IPv4 addresses sort before IPv6 addresses.
 *
 * @param isV6 which family.
 * @param high upper 64 bits, 0 for IPv4.
 * @param low  lower 64 bits; an IPv4 address is in its lower half.
 */
public record IpAddress(boolean isV6, long high, long low) implements Comparable<IpAddress>
{
    private static final long V4_MAX = 0xffff_ffffL;

    public IpAddress
    {
        if (!isV6 && (0 != high || 0 != (low & ~V4_MAX)))
        {
            throw new IllegalArgumentException("an IPv4 address has 32 bits: " + Long.toHexString(low));
        }
    }

    /** Reads either family; BadValueException says what is wrong. */
    public static IpAddress parse(final String text)
    {
        return IpAddressText.parse(text);
    }

    /** The IPv4 address with these 32 bits, the first octet in the top ones. */
    public static IpAddress v4(final int bits)
    {
        return new IpAddress(false, 0, bits & V4_MAX);
    }

    /** The IPv6 address with these 128 bits. */
    public static IpAddress v6(final long high, final long low)
    {
        return new IpAddress(true, high, low);
    }

    /** From 4 or 16 bytes in network order. */
    public static IpAddress of(final byte[] bytes)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length)
        {
            case 4 -> v4(buffer.getInt());
            case 16 -> v6(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** 4 or 16 bytes in network order. */
    public byte[] bytes()
    {
        return isV6 ? ByteBuffer.allocate(16).putLong(high).putLong(low).array() :
            ByteBuffer.allocate(4).putInt((int) low).array();
    }

    public boolean isV4()
    {
        return !isV6;
    }

    /** Is it 0.0.0.0 or ::, which as the address of a socket is every address? */
    public boolean isUnspecified()
    {
        return 0 == high && 0 == low;
    }

    /** Is it of 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or ::1 (RFC 4291 section 2.5.3)? */
    public boolean isLoopback()
    {
        return isV6 ? 0 == high && 1 == low : 127 == low >> 24;
    }

    /** 32 or 128. */
    public int lengthBits()
    {
        return isV6 ? 128 : 32;
    }

    /** The address after this one; ArithmeticException after the family's last. */
    public IpAddress next()
    {
        if (!isV6)
        {
            return new IpAddress(false, 0, checked(V4_MAX != low, low + 1));
        }
        final long nextLow = low + 1;
        return v6(0 == nextLow ? checked(-1 != high, high + 1) : high, nextLow);
    }

    /** The address before this one; ArithmeticException before the family's first. */
    public IpAddress previous()
    {
        if (!isV6)
        {
            return new IpAddress(false, 0, checked(0 != low, low - 1));
        }
        return v6(0 == low ? checked(0 != high, high - 1) : high, low - 1);
    }

    @Override
    public int compareTo(final IpAddress other)
    {
        final int byFamily = Boolean.compare(isV6, other.isV6);
        final int byHigh = 0 != byFamily ? byFamily : Long.compareUnsigned(high, other.high);
        return 0 != byHigh ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString()
    {
        return IpAddressText.format(this);
    }

    private long checked(final boolean isInside, final long value)
    {
        if (!isInside)
        {
            throw new ArithmeticException(this + " is the last address of its family in that direction");
        }
        return value;
    }
}
