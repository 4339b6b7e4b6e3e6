package io.tulle.dns.zone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A range of addresses whose names mean nothing outside the host, so that questions for them stay. Read by workers.
 *
 * @param high first 64 bits of the addresses; an IPv4 address is at the top
 * @param bits of the prefix
 */
record ReverseZone(long high, long low, int bits)
{
    /** @param address never a name, so nobody is asked */
    static ReverseZone of(final String address, final int bits)
    {
        try
        {
            final ByteBuffer octets = ByteBuffer.allocate(2 * Long.BYTES);
            octets.put(InetAddress.getByName(address).getAddress());
            return new ReverseZone(octets.getLong(0), octets.getLong(Long.BYTES), bits);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(address, ex);
        }
    }

    /** @param knownBits how many of the address's first bits a name tells */
    boolean covers(final long addressHigh, final long addressLow, final int knownBits)
    {
        return knownBits >= bits && isPrefix(addressHigh ^ high, Math.min(bits, Long.SIZE)) &&
            isPrefix(addressLow ^ low, bits - Long.SIZE);
    }

    private static boolean isPrefix(final long difference, final int length)
    {
        return length <= 0 || 0 == difference >>> Long.SIZE - length;
    }

    /** @return how many labels the zone's name has in front of its domain. */
    int labels(final int bitsPerLabel)
    {
        return (bits + bitsPerLabel - 1) / bitsPerLabel;
    }
}
