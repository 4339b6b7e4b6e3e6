package io.tulle.tapio;

import java.util.Arrays;

import io.tulle.dataplane.wire.EtherType;
import io.tulle.tapio.linux.OffHeap;
import io.tulle.tapio.linux.PacketConstants;

/**
 * Keeps frames that cannot be for Tulle in the kernel, where they cost no worker's time: a classic BPF program that
 * runs on every frame of an interface. Made and attached by control threads. Header: linux/filter.h.
 * <pre>
 *   struct sock_filter    0               2       3       4               8
 *                        +---------------+-------+-------+---------------+
 *                        | code          | true  | false | operand       |
 *                        +---------------+-------+-------+---------------+
 *   struct sock_fprog     0               2               8              16
 *                        +---------------+---------------+---------------+
 *                        | instructions  | (padding)     | their address |
 *                        +---------------+---------------+---------------+
 * </pre>
 */
public final class PacketFilter
{
    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;
    private static final int PROGRAM_ADDRESS_OFFSET = 8;

    static final int LOAD_HALF = 0x28; // BPF_LD | BPF_H | BPF_ABS
    static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int SKF_AD_OFF = -0x1000;
    static final int PACKET_TYPE = SKF_AD_OFF + 4;
    static final int VLAN_TAG_PRESENT = SKF_AD_OFF + 48;
    static final int ETHER_TYPE_OFFSET = 12;
    static final int WHOLE = -1;

    /**
     * Keeps untagged IPv4, IPv6 and ARP for this interface's own MAC address or a group. A tag that the network card
     * has taken off is seen here only: in the frame it is missing, and a frame of a VLAN would pass for one of the LAN.
     */
    public static final PacketFilter ROUTABLE = new PacketFilter(
        instruction(LOAD_WORD, 0, 0, VLAN_TAG_PRESENT),
        instruction(JUMP_EQUAL, 0, 7, 0),
        instruction(LOAD_WORD, 0, 0, PACKET_TYPE),
        instruction(JUMP_EQUAL, 5, 0, PacketConstants.PACKET_OTHERHOST),
        instruction(LOAD_HALF, 0, 0, ETHER_TYPE_OFFSET),
        instruction(JUMP_EQUAL, 2, 0, EtherType.IPV4),
        instruction(JUMP_EQUAL, 1, 0, EtherType.IPV6),
        instruction(JUMP_EQUAL, 0, 1, EtherType.ARP),
        instruction(RETURN, 0, 0, WHOLE),
        instruction(RETURN, 0, 0, 0));
    /** Keeps nothing: for a socket that only sends. */
    public static final PacketFilter NOTHING = new PacketFilter(instruction(RETURN, 0, 0, 0));
    /** Keeps everything. */
    public static final PacketFilter EVERYTHING = new PacketFilter(instruction(RETURN, 0, 0, WHOLE));

    private final long[] instructions;

    private PacketFilter(final long... instructions)
    {
        this.instructions = instructions;
    }

    /** @param instructions struct sock_filter of a program, as libpcap or tcpdump -dd gives them; copied. */
    public static PacketFilter of(final long... instructions)
    {
        return new PacketFilter(Arrays.copyOf(instructions, instructions.length));
    }

    /** @return one instruction as its eight bytes in the order of a little-endian machine. */
    public static long instruction(final int code, final int jumpTrue, final int jumpFalse, final int operand)
    {
        return code | (long) jumpTrue << 16 | (long) jumpFalse << 24 | (long) operand << 32;
    }

    void attach(final PacketSocket socket)
    {
        final int bytes = INSTRUCTION_BYTES * instructions.length;
        try (OffHeap program = new OffHeap(PROGRAM_BYTES); OffHeap code = new OffHeap(bytes))
        {
            for (int i = 0; i < instructions.length; i++)
            {
                code.buffer().putLong(i * INSTRUCTION_BYTES, instructions[i]);
            }
            program.buffer().putShort(0, (short) instructions.length);
            program.buffer().putLong(PROGRAM_ADDRESS_OFFSET, code.address());
            socket.attach(program);
        }
    }
}
