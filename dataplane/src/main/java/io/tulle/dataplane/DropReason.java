package io.tulle.dataplane;

/**
 * Why a frame ended its way, as a sentence that a user understands. The order is that of the counters file: add at
 * the end.
 */
public enum DropReason
{
    NONE("not dropped"),
    RUNT("shorter than an Ethernet header"),
    TRUNCATED("a header promises more bytes than the frame has"),
    OVERSIZE("larger than the MTU of the port that it came from"),
    EGRESS_MTU("larger than the MTU of the port that it would leave by"),
    BAD_SOURCE_MAC("source MAC is a group address or zero"),
    TOO_MANY_TAGS("more than two VLAN tags"),
    RESERVED_MULTICAST("link-local group 01-80-C2-00-00-00..0F is never forwarded (802.1D 7.12.6)"),
    MAC_SPOOFED("source MAC is not the endpoint's"),
    IPV4_SPOOFED("source IPv4 address is not the endpoint's"),
    IPV6_SPOOFED("source IPv6 address is not the endpoint's"),
    ARP_SPOOFED("ARP sender is not the endpoint's"),
    NDP_SPOOFED("neighbor discovery message claims an address or MAC that is not the endpoint's"),
    ARP_MALFORMED("ARP packet with wrong lengths or types"),
    NDP_MALFORMED("neighbor discovery message with wrong lengths or hop limit"),
    SAME_PORT("destination is behind the port that it came from"),
    PORT_ISOLATED("containers of this network may not talk to each other (enable_icc: false)"),
    NO_OTHER_PORT("no other port to flood to"),
    NOT_ATTACHED("port belongs to no network any more"),
    PORT_DOWN("the egress port's interface is down"),
    PORT_GONE("the egress port's device is gone"),
    TRANSMIT_QUEUE_FULL("the egress port's queue is full"),
    TRANSMIT_REFUSED("the kernel refused the frame"),
    SEGMENTATION_FAILED("headers do not allow the segmentation that the egress port needs"),
    NO_FREE_FRAME("the worker's frame pool is used up"),
    INTERNAL_ERROR("an error in Tulle; see tulle stat --errors"),
    IPV6_HEADER_CHAIN("IPv6 extension headers are cut off, out of order or more than eight (RFC 7112)");

    /** By ordinal, so that a code read back from memory costs no copy. */
    private static final DropReason[] REASONS = values();

    private final String sentence;

    DropReason(final String sentence)
    {
        this.sentence = sentence;
    }

    public String sentence()
    {
        return sentence;
    }

    public static DropReason of(final int ordinal)
    {
        return REASONS[ordinal];
    }

    public static int count()
    {
        return REASONS.length;
    }
}
