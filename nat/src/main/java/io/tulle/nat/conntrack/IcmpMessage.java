package io.tulle.nat.conntrack;

import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;

/**
 * Tells which ICMP and ICMPv6 messages cross a NAT: queries, by their identifier, and errors about packets that did
 * (RFC 5508 REQ-10). Called by the worker.
 */
public final class IcmpMessage
{
    /** Type, code, checksum, and a word that is the identifier and sequence number of a query. */
    public static final int HEADER_LENGTH = 8;
    public static final int CHECKSUM_OFFSET = 2;
    public static final int IDENTIFIER_OFFSET = 4;

    private static final int TIMESTAMP_REQUEST = 13;
    private static final int TIMESTAMP_REPLY = 14;

    private IcmpMessage()
    {
    }

    /**
     * RFC 5508 REQ-10a: unreachable and time exceeded; REQ-10b: parameter problem. Redirects are about the link that
     * they came by, and source quench is obsolete (RFC 6633).
     */
    public static boolean isTranslatedError(final int type, final boolean isIpv4)
    {
        if (isIpv4)
        {
            return IcmpHeader.DESTINATION_UNREACHABLE == type || IcmpHeader.TIME_EXCEEDED == type ||
                IcmpHeader.PARAMETER_PROBLEM == type;
        }
        return type >= Icmpv6Header.DESTINATION_UNREACHABLE && type <= Icmpv6Header.PARAMETER_PROBLEM;
    }

    /** @return whether it asks or answers: an echo (REQ-10a) or a time stamp (REQ-10b). */
    public static boolean isQuery(final int type, final boolean isIpv4)
    {
        return isRequest(type, isIpv4) || isReply(type, isIpv4);
    }

    /** @return the ports of a query's tuple: its identifier as source port, or an answer's as destination port. */
    static int queryPorts(final FrameBytes bytes, final int offset, final boolean isIpv4)
    {
        final int identifier = bytes.getShort(offset + IDENTIFIER_OFFSET);
        return isRequest(bytes.getByte(offset), isIpv4) ? identifier << 16 : identifier;
    }

    private static boolean isRequest(final int type, final boolean isIpv4)
    {
        return isIpv4 ? IcmpHeader.ECHO_REQUEST == type || TIMESTAMP_REQUEST == type :
            Icmpv6Header.ECHO_REQUEST == type;
    }

    private static boolean isReply(final int type, final boolean isIpv4)
    {
        return isIpv4 ? IcmpHeader.ECHO_REPLY == type || TIMESTAMP_REPLY == type : Icmpv6Header.ECHO_REPLY == type;
    }
}
