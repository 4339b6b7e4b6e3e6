package io.tulle.tapio.pcap;

import io.tulle.dataplane.capture.FrameFilter;
import io.tulle.tapio.linux.OffHeap;

/**
 * Keeps the frames that an expression in tcpdump's syntax asks for, as libpcap compiles and runs it. Compiled and
 * closed by the thread that captures, called by every worker; it must be off the workers before it is closed.
 * <pre>
 *   struct bpf_program    0               4               8
 *                        +---------------+---------------+-------------------------------+
 *                        | instructions  | (padding)     | address of the instructions   |
 *                        +---------------+---------------+-------------------------------+
 * </pre>
 */
public final class BpfFilter implements FrameFilter
{
    private static final int PROGRAM_BYTES = 16;
    private static final int INSTRUCTIONS_OFFSET = 8;
    private static final int LINK_TYPE_ETHERNET = 1;
    private static final int SNAPLEN_BYTES = 262_144; // what a match answers; only zero or not matters
    private static final int OPTIMIZE = 1;
    private static final int NETMASK_UNKNOWN = 0xFFFF_FFFF;

    private final LibPcap pcap;
    private final OffHeap program = new OffHeap(PROGRAM_BYTES);
    private final long instructions;

    /**
     * @throws IllegalArgumentException with libpcap's own words when the expression is wrong
     * @throws IllegalStateException    when libpcap is not installed
     */
    public BpfFilter(final String expression)
    {
        pcap = PcapLibrary.get();
        compile(expression);
        instructions = program.buffer().getLong(INSTRUCTIONS_OFFSET);
    }

    @Override
    public boolean matches(final long address, final int wireLengthBytes, final int capturedLengthBytes)
    {
        return 0 != pcap.bpf_filter(instructions, address, wireLengthBytes, capturedLengthBytes);
    }

    @Override
    public void close()
    {
        pcap.pcap_freecode(program.address());
        program.close();
    }

    private void compile(final String expression)
    {
        final long handle = pcap.pcap_open_dead(LINK_TYPE_ETHERNET, SNAPLEN_BYTES);
        try
        {
            if (0 != pcap.pcap_compile(handle, program.address(), expression, OPTIMIZE, NETMASK_UNKNOWN))
            {
                program.close();
                throw new IllegalArgumentException(
                    "bad capture filter \"" + expression + "\": " + pcap.pcap_geterr(handle));
            }
        }
        finally
        {
            pcap.pcap_close(handle);
        }
    }
}
