package io.tulle.nat.mapping;

import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Tells whether an address is one of any uplink. Looks for the uplinks among all ports once a second and not for each
 * new session. Used by one worker.
 */
final class Uplinks
{
    private static final int MAX_UPLINKS = 64;

    private final RouterPorts ports;
    private final int[] uplinks = new int[MAX_UPLINKS];
    private int size = -1; // not looked yet
    private int lookedS;

    Uplinks(final RouterPorts ports)
    {
        this.ports = ports;
    }

    boolean haveAddress(final long high, final long low, final int nowS)
    {
        if (nowS != lookedS || size < 0)
        {
            look(nowS);
        }
        for (int i = 0; i < size; i++)
        {
            final RouterPort port = ports.get(uplinks[i]);
            if (null != port && port.isUplink() && port.uplink().addresses().contains(high, low))
            {
                return true;
            }
        }
        return false;
    }

    private void look(final int nowS)
    {
        size = 0;
        for (int i = 0; i < ports.capacity() && size < MAX_UPLINKS; i++)
        {
            final RouterPort port = ports.get(i);
            if (null != port && port.isUplink())
            {
                uplinks[size++] = i;
            }
        }
        lookedS = nowS;
    }
}
