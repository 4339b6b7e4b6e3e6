package io.tulle.control;

import io.tulle.config.IpAddress;

/** An address as an interface holds it, with the length of its subnet's prefix: {@code 10.30.0.2/24}. */
public record InterfaceAddress(IpAddress address, int prefixLength)
{
    @Override
    public String toString()
    {
        return address + "/" + prefixLength;
    }
}
