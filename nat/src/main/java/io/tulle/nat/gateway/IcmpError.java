package io.tulle.nat.gateway;

import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;

/** What a router tells a sender, with type and code of both families (RFC 792, RFC 1812 5.2.7, RFC 4443). */
public enum IcmpError
{
    TIME_EXCEEDED(IcmpHeader.TIME_EXCEEDED, 0, Icmpv6Header.TIME_EXCEEDED, 0),
    REASSEMBLY_TIME_EXCEEDED(IcmpHeader.TIME_EXCEEDED, 1, Icmpv6Header.TIME_EXCEEDED, 1),
    NETWORK_UNREACHABLE(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.NETWORK_UNREACHABLE,
        Icmpv6Header.DESTINATION_UNREACHABLE, Icmpv6Header.NO_ROUTE),
    HOST_UNREACHABLE(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.HOST_UNREACHABLE,
        Icmpv6Header.DESTINATION_UNREACHABLE, Icmpv6Header.ADDRESS_UNREACHABLE),
    PORT_UNREACHABLE(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.PORT_UNREACHABLE,
        Icmpv6Header.DESTINATION_UNREACHABLE, Icmpv6Header.PORT_UNREACHABLE),
    /** Carries the MTU of the next hop (RFC 1191 4, RFC 4443 3.2). */
    TOO_BIG(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.FRAGMENTATION_NEEDED, Icmpv6Header.PACKET_TOO_BIG, 0),
    PROHIBITED(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.ADMINISTRATIVELY_PROHIBITED,
        Icmpv6Header.DESTINATION_UNREACHABLE, Icmpv6Header.ADMINISTRATIVELY_PROHIBITED);

    private final int type;
    private final int code;
    private final int typeV6;
    private final int codeV6;

    IcmpError(final int type, final int code, final int typeV6, final int codeV6)
    {
        this.type = type;
        this.code = code;
        this.typeV6 = typeV6;
        this.codeV6 = codeV6;
    }

    public int type(final boolean isIpv4)
    {
        return isIpv4 ? type : typeV6;
    }

    public int code(final boolean isIpv4)
    {
        return isIpv4 ? code : codeV6;
    }
}
