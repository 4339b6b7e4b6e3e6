package io.tulle.tapio;

import static io.tulle.tapio.PacketFilter.ETHER_TYPE_OFFSET;
import static io.tulle.tapio.PacketFilter.JUMP_EQUAL;
import static io.tulle.tapio.PacketFilter.LOAD_HALF;
import static io.tulle.tapio.PacketFilter.LOAD_WORD;
import static io.tulle.tapio.PacketFilter.PACKET_TYPE;
import static io.tulle.tapio.PacketFilter.RETURN;
import static io.tulle.tapio.PacketFilter.VLAN_TAG_PRESENT;
import static io.tulle.tapio.PacketFilter.WHOLE;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;

/**
 * Writes the filter of an interface whose addresses are shared with the host: TCP and UDP come for some ports only, so
 * that the host's own traffic costs no worker anything; fragments, ICMP and other protocols come all, as they may be
 * for either: SCTP, too, whose ports nobody translates. IPv6 with extension headers comes. Called by control threads.
 */
public final class SharedFilter
{
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
    private static final int MAX_RANGES = 1_000; // a program has 4,096 instructions at most (BPF_MAXINSNS)

    private final List<Long> program = new ArrayList<>();

    private SharedFilter()
    {
    }

    /** @param ranges first and last port of each, in turn; too many of them, and every routable frame comes. */
    public static PacketFilter of(final int... ranges)
    {
        return ranges.length / 2 > MAX_RANGES ? PacketFilter.ROUTABLE : new SharedFilter().write(ranges);
    }

    private PacketFilter write(final int[] ranges)
    {
        add(LOAD_WORD, 0, 0, VLAN_TAG_PRESENT);
        add(JUMP_EQUAL, 1, 0, 0);
        add(RETURN, 0, 0, 0);
        add(LOAD_WORD, 0, 0, PACKET_TYPE);
        add(JUMP_EQUAL, 1, 0, PACKET_HOST);
        add(RETURN, 0, 0, 0);
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
