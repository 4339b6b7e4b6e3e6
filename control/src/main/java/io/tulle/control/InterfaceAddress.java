package io.tulle.control;

import io.tulle.config.BadValueException;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

/** An address as an interface holds it, with the length of its subnet's prefix: {@code 10.30.0.2/24}. */
public record InterfaceAddress(IpAddress address, int prefixLength)
{
    /** Reads 10.30.0.2/24; null stays null; BadValueException says what is wrong. */
    public static InterfaceAddress parse(final String text)
    {
        if (null == text)
        {
            return null;
        }
        final int slash = text.indexOf('/');
        final String length = text.substring(slash + 1);
        if (slash < 0 || !length.matches("[0-9]{1,3}"))
        {
            throw new BadValueException(text, "is not an address with the length of its prefix",
                "write it such as 10.30.0.2/24 or fd00::2/64");
        }
        final IpAddress address = IpAddress.parse(text.substring(0, slash));
        return new InterfaceAddress(address, Cidr.containing(address, Integer.parseInt(length)).prefixLength());
    }

    /** The prefix that it is on. */
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
