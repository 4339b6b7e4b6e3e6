package io.tulle.tapio;

import static io.tulle.tapio.PacketFilter.ETHER_TYPE_OFFSET;
import static io.tulle.tapio.PacketFilter.JUMP_EQUAL;
import static io.tulle.tapio.PacketFilter.LOAD_HALF;
import static io.tulle.tapio.PacketFilter.LOAD_WORD;
import static io.tulle.tapio.PacketFilter.PACKET_TYPE;
import static io.tulle.tapio.PacketFilter.RETURN;
import static io.tulle.tapio.PacketFilter.VLAN_TAG_PRESENT;
import static io.tulle.tapio.PacketFilter.WHOLE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;

/**
 * Writes the filter of an interface whose addresses are shared with the host: TCP and UDP come for some ports only, so
 * that the host's own traffic costs no worker anything; fragments, ICMP and other protocols come all, as they may be
 * for either: SCTP, too, whose ports nobody translates. IPv6 with extension headers comes. What is for a network that
 * is routed and not translated comes whole. Called by control threads.
 */
public final class SharedFilter
{
    /**
     * A network whose packets nobody translates.
     *
     * @param address      4 or 16 octets, in network byte order
     * @param prefixLength in bits
     */
    public record Routed(byte[] address, int prefixLength)
    {
        boolean isIpv4()
        {
            return Integer.BYTES == address.length;
        }

        /** 32 bits of the address, from word 0 on. */
        int word(final int index)
        {
            return ByteBuffer.wrap(address).getInt(Integer.BYTES * index);
        }

        /** What of these bits is the prefix. */
        int mask(final int index)
        {
            final int bits = Math.min(Integer.SIZE, prefixLength - Integer.SIZE * index);
            return bits <= 0 ? 0 : -1 << Integer.SIZE - bits;
        }
    }

    private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private static final int LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private static final int LOAD_HALF_INDEXED = 0x48; // BPF_LD | BPF_H | BPF_IND
    private static final int LOAD_HEADER_LENGTH = 0xb1; // BPF_LDX | BPF_B | BPF_MSH
    private static final int JUMP_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K
    private static final int JUMP_GREATER_EQUAL = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int JUMP_SET = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final int JUMP_ALWAYS = 0x05; // BPF_JMP | BPF_JA

    private static final int PACKET_HOST = 0;

    private static final int IPV4 = 14;
    private static final int IPV4_FRAGMENT = IPV4 + 6;
    private static final int IPV4_PROTOCOL = IPV4 + 9;
    private static final int IPV6_NEXT_HEADER = 20;
    private static final int IPV6_DESTINATION_PORT = 56;
    private static final int FRAGMENT_OFFSET_MASK = 0x1FFF;
    private static final int DESTINATION_PORT = 2; // in the transport header
    private static final int IPV4_DESTINATION = IPV4 + 16;
    private static final int IPV6_DESTINATION = 38;
    private static final int MAX_RANGES = 1_000; // a program has 4,096 instructions at most (BPF_MAXINSNS)
    private static final int MAX_ROUTED = 50;

    private final List<Long> program = new ArrayList<>();

    private SharedFilter()
    {
    }

    /** @param ranges first and last port of each, in turn; too many of them, and every routable frame comes. */
    public static PacketFilter of(final int... ranges)
    {
        return of(List.of(), ranges);
    }

    /** @param routed as few as ranges must be. */
    public static PacketFilter of(final List<Routed> routed, final int... ranges)
    {
        return ranges.length / 2 > MAX_RANGES || routed.size() > MAX_ROUTED ? PacketFilter.ROUTABLE :
            new SharedFilter().write(routed, ranges);
    }

    private PacketFilter write(final List<Routed> routed, final int[] ranges)
    {
        add(LOAD_WORD, 0, 0, VLAN_TAG_PRESENT);
        add(JUMP_EQUAL, 1, 0, 0);
        add(RETURN, 0, 0, 0);
        add(LOAD_WORD, 0, 0, PACKET_TYPE);
        add(JUMP_EQUAL, 1, 0, PACKET_HOST);
        add(RETURN, 0, 0, 0);
        routed.forEach(this::addRouted);
        add(LOAD_HALF, 0, 0, ETHER_TYPE_OFFSET);
        add(JUMP_EQUAL, 8, 0, EtherType.IPV4);
        add(JUMP_EQUAL, 1, 0, EtherType.IPV6);
        add(RETURN, 0, 0, 0);
        addPortProtocols(IPV6_NEXT_HEADER);
        add(LOAD_HALF, 0, 0, IPV6_DESTINATION_PORT);
        add(JUMP_ALWAYS, 0, 0, 9); // over what IPv4 needs to find its port
        addPortProtocols(IPV4_PROTOCOL);
        add(LOAD_HALF, 0, 0, IPV4_FRAGMENT);
        add(JUMP_SET, 0, 1, FRAGMENT_OFFSET_MASK);
        add(RETURN, 0, 0, WHOLE);
        add(LOAD_HEADER_LENGTH, 0, 0, IPV4);
        add(LOAD_HALF_INDEXED, 0, 0, IPV4 + DESTINATION_PORT);
        for (int i = 0; i < ranges.length; i += 2)
        {
            add(JUMP_GREATER_EQUAL, 0, 2, ranges[i]);
            add(JUMP_GREATER, 1, 0, ranges[i + 1]);
            add(RETURN, 0, 0, WHOLE);
        }
        add(RETURN, 0, 0, 0);
        return PacketFilter.of(program.stream().mapToLong(Long::longValue).toArray());
    }

    /** What is for this network comes; all else goes on behind these instructions. */
    private void addRouted(final Routed network)
    {
        final int words = (network.prefixLength() + Integer.SIZE - 1) / Integer.SIZE;
        add(LOAD_HALF, 0, 0, ETHER_TYPE_OFFSET);
        add(JUMP_EQUAL, 0, 3 * words + 1, network.isIpv4() ? EtherType.IPV4 : EtherType.IPV6);
        for (int i = 0; i < words; i++)
        {
            add(LOAD_WORD, 0, 0, (network.isIpv4() ? IPV4_DESTINATION : IPV6_DESTINATION) + Integer.BYTES * i);
            add(AND, 0, 0, network.mask(i));
            add(JUMP_EQUAL, 0, 3 * (words - i - 1) + 1, network.word(i) & network.mask(i));
        }
        add(RETURN, 0, 0, WHOLE);
    }

    /** Four instructions: what has no ports comes; what has some goes on behind them. */
    private void addPortProtocols(final int protocolOffset)
    {
        add(LOAD_BYTE, 0, 0, protocolOffset);
        add(JUMP_EQUAL, 2, 0, IpProtocol.TCP);
        add(JUMP_EQUAL, 1, 0, IpProtocol.UDP);
        add(RETURN, 0, 0, WHOLE);
    }

    private void add(final int code, final int jumpTrue, final int jumpFalse, final int operand)
    {
        program.add(PacketFilter.instruction(code, jumpTrue, jumpFalse, operand));
    }
}
