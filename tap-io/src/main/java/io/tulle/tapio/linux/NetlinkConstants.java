package io.tulle.tapio.linux;

/** Numbers of netlink messages in general. Header: linux/netlink.h. */
public final class NetlinkConstants
{
    public static final int NETLINK_ROUTE = 0;
    public static final int RTNLGRP_LINK = 1;
    public static final int RTNLGRP_NEIGH = 3;
    public static final int RTNLGRP_IPV4_IFADDR = 5;
    public static final int RTNLGRP_IPV4_ROUTE = 7;
    public static final int RTNLGRP_IPV6_IFADDR = 9;
    public static final int RTNLGRP_IPV6_ROUTE = 11;
    public static final int SOCKADDR_NL_LENGTH = 12;
    public static final int SOL_NETLINK = 270;
    public static final int NETLINK_CAP_ACK = 10;
    public static final int NETLINK_EXT_ACK = 11;

    public static final int NLMSG_NOOP = 1;
    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;

    public static final int NLM_F_REQUEST = 0x1;
    public static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    /** On NLMSG_ERROR: the request was cut from the answer. */
    public static final int NLM_F_CAPPED = 0x100;
    /** On NLMSG_ERROR and NLMSG_DONE: attributes follow. */
    public static final int NLM_F_ACK_TLVS = 0x200;

    public static final int NLMSGERR_ATTR_MSG = 1;

    public static final int HEADER_LENGTH = 16;
    public static final int ATTRIBUTE_HEADER_LENGTH = 4;
    public static final int NLA_TYPE_MASK = 0x3fff;

    private NetlinkConstants()
    {
    }

    /** Messages and attributes start at multiples of four. */
    static int align(final int length)
    {
        return length + 3 & ~3;
    }
}
