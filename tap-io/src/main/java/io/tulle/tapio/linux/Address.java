package io.tulle.tapio.linux;

import java.util.Arrays;

/** An address of an interface, 4 or 16 bytes, with the length of its subnet's prefix. */
public record Address(int interfaceIndex, byte[] address, int prefixLength, int flags)
{
    /** IPv6 duplicate address detection has not finished. */
    public boolean isTentative()
    {
        return 0 != (flags & AddressConstants.IFA_F_TENTATIVE);
    }

    boolean isSame(final int otherInterfaceIndex, final byte[] otherAddress, final int otherPrefixLength)
    {
        return interfaceIndex == otherInterfaceIndex && prefixLength == otherPrefixLength &&
            Arrays.equals(address, otherAddress);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Address that && flags == that.flags &&
            isSame(that.interfaceIndex, that.address, that.prefixLength);
    }

    @Override
    public int hashCode()
    {
        return 31 * Arrays.hashCode(address) + interfaceIndex;
    }

    @Override
    public String toString()
    {
        return IpText.of(address, prefixLength) + " on interface " + interfaceIndex;
    }
}
