package io.tulle.tapio.linux;

/** An entry of the kernel's ARP or NDP table; mac is empty while it is unknown. */
public record Neighbor(int interfaceIndex, byte[] address, byte[] mac, int state)
{
    public boolean isPermanent()
    {
        return 0 != (state & AddressConstants.NUD_PERMANENT);
    }

    @Override
    public String toString()
    {
        return IpText.of(address) + " at " + IpText.mac(mac) + " on interface " + interfaceIndex;
    }
}
