package io.tulle.tapio.pcap;

import jnr.ffi.annotations.IgnoreError;

/**
 * The calls of libpcap that compile a filter and run it. Structures are raw addresses. The compiler is called by
 * control threads, {@link #bpf_filter} by workers.
 */
public interface LibPcap
{
    /** @return a handle for compiling only, or 0. */
    long pcap_open_dead(int linkType, int snaplenBytes);

    int pcap_compile(long handle, long program, String expression, int optimize, int netmask);

    String pcap_geterr(long handle);

    void pcap_freecode(long program);

    void pcap_close(long handle);

    /** On a frame's way: no state but the instructions, no errno. @return 0 when the frame does not match. */
    @IgnoreError
    int bpf_filter(long instructions, long frame, int wireLengthBytes, int capturedLengthBytes);
}
