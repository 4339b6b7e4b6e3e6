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
    IPV6_HEADER_CHAIN("IPv6 extension headers are cut off, out of order or more than eight (RFC 7112)"),
    ROUTED_TAG("a tagged frame cannot leave its network"),
    IPV4_MALFORMED("IPv4 header with wrong version, lengths or checksum"),
    IPV6_MALFORMED("IPv6 header with wrong version or lengths"),
    SOURCE_ROUTED("source-routed packet (RFC 7126 4.3, RFC 5095)"),
    NOT_ROUTABLE("source or destination address is not one to route (RFC 1812 5.3.7)"),
    TTL_EXCEEDED("time to live or hop limit is used up"),
    LEFT_TO_HOST("for the host itself, which shares the uplink's address"),
    NO_ROUTE("no uplink leads there"),
    INTERNAL_NETWORK("an internal network has no way out"),
    NETWORK_ISOLATED("a container of another network is reached by its published ports only"),
    OWN_NETWORK("the destination is on the sender's own network, where no router is needed"),
    HOST_ACCESS_OFF("the network's host access is off"),
    HOST_PORT_SPOOFED("the host port sends from the host's own addresses only"),
    TRANSPORT_MALFORMED("TCP, UDP, SCTP or ICMP header with wrong lengths or ports"),
    ICMP_MALFORMED("ICMP message with a wrong checksum or a wrong packet inside"),
    ICMP_UNRELATED("ICMP error about a packet of no session"),
    ICMP_UNSUPPORTED("ICMP message that does not cross a NAT (RFC 5508 REQ-10)"),
    NO_MAPPING("no session, mapping or published port has this external address and port"),
    FILTERED("the mapping's filtering does not let this remote in"),
    SOURCE_NOT_ALLOWED("the published port's allow list does not have the source"),
    TCP_NO_SESSION("TCP segment of no session, and no start of one"),
    NAT_OUT_OF_PORTS("no external port left for this mapping"),
    SESSION_LIMIT("the container has as many sessions as it may"),
    SESSION_TABLE_FULL("no session left for this container"),
    FRAGMENT_MALFORMED("fragment with wrong length or offset"),
    FRAGMENT_OVERLAP("fragments that overlap (RFC 5722)"),
    NEXT_HOP_UNKNOWN("the next hop does not answer"),
    NEXT_HOP_PENDING("kept aside until the next hop has told its address, and sent then"),
    UPLINK_ADDRESS_MISSING("the uplink has no address of this family"),
    FRAGMENT_HELD("fragment that was put together with others, and went on as one packet"),
    DNS_UNANSWERABLE("no question to the resolver: a wrong checksum, a response, or shorter than a DNS header"),
    DNS_CLIENT_LIMIT("the container, or all of them, have more questions at the resolver than it can take"),
    DNS_HANDED_OVER("copied to the resolver, whose answer comes in a frame of its own");

    /** By ordinal, so that a code read back from memory costs no copy. */
    private static final DropReason[] REASONS = values();

    private final String sentence;

    DropReason(final String sentence)
    {
        this.sentence = sentence;
    }

    /** @return false when what the frame was for happens all the same, by another frame or by somebody else. */
    public boolean isLoss()
    {
        return LEFT_TO_HOST != this && NEXT_HOP_PENDING != this && FRAGMENT_HELD != this &&
            DNS_HANDED_OVER != this;
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
