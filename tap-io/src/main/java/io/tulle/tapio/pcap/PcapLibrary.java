package io.tulle.tapio.pcap;

import java.util.List;

import jnr.ffi.LibraryLoader;

/** Finds libpcap when the first filter is compiled, so that Tulle runs where it is not installed. */
final class PcapLibrary
{
    /** Debian's name, the name elsewhere, and whatever the loader finds. */
    private static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1", "pcap");

    private static LibPcap library;

    private PcapLibrary()
    {
    }

    /** @throws IllegalStateException with what to install; asked again after that, it works. */
    static synchronized LibPcap get()
    {
        if (null == library)
        {
            library = load(NAMES);
        }
        return library;
    }

    static LibPcap load(final List<String> names)
    {
        String reason = "";
        for (final String name : names)
        {
            try
            {
                return LibraryLoader.create(LibPcap.class).failImmediately().load(name);
            }
            catch (final UnsatisfiedLinkError ex)
            {
                reason = ex.getMessage();
            }
        }
        throw new IllegalStateException("a capture filter needs libpcap, which is not installed (" + reason +
            "); apt-get install libpcap0.8, or capture without a filter");
    }
}
