package io.tulle.daemon.cli;

import io.tulle.config.BadValueException;
import io.tulle.config.IpAddress;

/** Writes an address as the name that PTR records have. Used by the main thread. */
final class DnsReverseName
{
    private DnsReverseName()
    {
    }

    /** RFC 1035 section 3.5 and RFC 3596 section 2.5; null if it is not the text of an address. */
    static String of(final String text)
    {
        final IpAddress address = parse(text);
        if (null == address)
        {
            return null;
        }
        final byte[] bytes = address.bytes();
        final StringBuilder name = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--)
        {
            if (address.isV6())
            {
                name.append(Integer.toHexString(bytes[i] & 0xf)).append('.')
                    .append(Integer.toHexString(bytes[i] >> 4 & 0xf)).append('.');
            }
            else
            {
                name.append(bytes[i] & 0xff).append('.');
            }
        }
        return name.append(address.isV6() ? "ip6.arpa" : "in-addr.arpa").toString();
    }

    private static IpAddress parse(final String text)
    {
        try
        {
            return null == text ? null : IpAddress.parse(text);
        }
        catch (final BadValueException ex)
        {
            return null; // then it is a name
        }
    }
}
