package io.tulle.nat.mapping;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.gateway.Uplink;

/** Which external ports an internal port may get. Set anew for each search; used by one thread. */
final class PortRange
{
    static final int FIRST_UNPRIVILEGED_PORT = 1_024;

    private final boolean isParityKept;
    private int first;
    private int last;
    private int preferred;
    private int step;

    /** @param isParityKept RFC 4787 REQ-4 */
    PortRange(final boolean isParityKept)
    {
        this.isParityKept = isParityKept;
    }

    PortRange set(final Uplink uplink, final int protocol, final int internalPort)
    {
        first = uplink.firstPort();
        last = uplink.lastPort();
        final boolean isIcmp = IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol;
        if (!isIcmp && first < FIRST_UNPRIVILEGED_PORT && last >= FIRST_UNPRIVILEGED_PORT)
        {
            // RFC 4787 REQ-3a: 0 to 1023 go to 0 to 1023, and the others to the others
            final boolean isPrivileged = internalPort < FIRST_UNPRIVILEGED_PORT;
            first = isPrivileged ? first : FIRST_UNPRIVILEGED_PORT;
            last = isPrivileged ? FIRST_UNPRIVILEGED_PORT - 1 : last;
        }
        preferred = internalPort;
        step = isParityKept && !isIcmp ? 2 : 1;
        return this;
    }

    /** Takes every port of the range, since none of the right parity is left. */
    void ignoreParity()
    {
        step = 1;
    }

    boolean keepsParity()
    {
        return 2 == step;
    }

    boolean contains(final int port)
    {
        return port >= first && port <= last;
    }

    /** @return both ends in one. */
    long limits()
    {
        return (long) first << 32 | last;
    }

    /** @return how many ports there are to choose from. */
    int size()
    {
        return lowest() > last ? 0 : (last - lowest()) / step + 1;
    }

    int port(final int index)
    {
        return lowest() + index * step;
    }

    private int lowest()
    {
        return 2 == step && 0 != (first + preferred & 1) ? first + 1 : first;
    }
}
