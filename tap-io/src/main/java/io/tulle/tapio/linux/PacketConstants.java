package io.tulle.tapio.linux;

/** Numbers of packet sockets. Headers: linux/if_packet.h, linux/if_ether.h. */
public final class PacketConstants
{
    public static final int ETH_P_ALL = 0x0003;

    public static final int SOL_PACKET = 263;
    public static final int PACKET_STATISTICS = 6;
    public static final int PACKET_VNET_HDR = 15;
    public static final int PACKET_FANOUT = 18;
    public static final int PACKET_QDISC_BYPASS = 20;
    public static final int PACKET_IGNORE_OUTGOING = 23;
    public static final int PACKET_VNET_HDR_SZ = 24;

    public static final int PACKET_FANOUT_HASH = 0;
    public static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
    public static final int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;

    /** Of a frame, as a filter sees it: to somebody else, seen because the interface is promiscuous. */
    public static final int PACKET_OTHERHOST = 3;

    /** struct sockaddr_ll, where these fields begin in it. */
    public static final int SOCKADDR_LL_LENGTH = 20;
    public static final int SLL_PROTOCOL_OFFSET = 2;
    public static final int SLL_IFINDEX_OFFSET = 4;

    private PacketConstants()
    {
    }
}
