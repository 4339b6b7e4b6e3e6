package io.tulle.control;

import io.tulle.config.IpAddress;

/** An address as an interface holds it, with the length of its subnet's prefix: {@code 10.30.0.2/24}. */
public record InterfaceAddress(IpAddress address, int prefixLength)
{
    /** Reads 10.30.0.2/24; null stays null. */
    static InterfaceAddress parse(final String text)
    {
        if (null == text)
        {
            return null;
        }
        final int slash = text.indexOf('/');
        return new InterfaceAddress(
            IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public String toString()
    {
        return address + "/" + prefixLength;
    }
}
