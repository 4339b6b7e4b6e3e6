package io.tulle.dns.zone;

import java.net.InetAddress;

/** Writes the name that stands for an address in the reverse tree (RFC 1035 3.5, RFC 3596 2.5). */
public final class ReverseName
{
    private static final int IPV4_LENGTH = 4;
    private static final int TEXT_LENGTH = 72;
    private static final String NIBBLES = "0123456789abcdef";

    private ReverseName()
    {
    }

    /** @return such as 5.0.77.10.in-addr.arpa, or 32 nibbles in front of ip6.arpa */
    public static String of(final InetAddress address)
    {
        final byte[] octets = address.getAddress();
        final StringBuilder name = new StringBuilder(TEXT_LENGTH);
        for (int i = octets.length - 1; i >= 0; i--)
        {
            final int octet = octets[i] & 0xFF;
            if (IPV4_LENGTH == octets.length)
            {
                name.append(octet).append('.');
            }
            else
            {
                name.append(NIBBLES.charAt(octet & 0xF)).append('.').append(NIBBLES.charAt(octet >>> 4)).append('.');
            }
        }
        return name.append(IPV4_LENGTH == octets.length ? "in-addr.arpa" : "ip6.arpa").toString();
    }
}
