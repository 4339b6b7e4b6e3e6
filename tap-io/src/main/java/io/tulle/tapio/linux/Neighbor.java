package io.tulle.tapio.linux;

/** An entry of the kernel's ARP or NDP table; mac is empty while it is unknown, state is of the NUD_ numbers. */
public record Neighbor(int interfaceIndex, byte[] address, byte[] mac, int state)
{
    public boolean isPermanent()
    {
        return 0 != (state & AddressConstants.NUD_PERMANENT);
    }

    /** Its MAC address is known, and frames may be sent to it: also while the kernel makes sure again. */
    public boolean isUsable()
    {
        final int unusable = AddressConstants.NUD_INCOMPLETE | AddressConstants.NUD_FAILED;
        return mac.length > 0 && 0 != state && 0 == (state & unusable);
    }

    /** It has answered lately, or need not. */
    public boolean isFresh()
    {
        final int fresh = AddressConstants.NUD_REACHABLE | AddressConstants.NUD_PERMANENT | AddressConstants.NUD_NOARP;
        return 0 != (state & fresh);
    }

    /** Nobody answered. */
    public boolean isFailed()
    {
        return 0 != (state & AddressConstants.NUD_FAILED);
    }

    @Override
    public String toString()
    {
        return IpText.of(address) + " at " + IpText.mac(mac) + " on interface " + interfaceIndex;
    }
}
