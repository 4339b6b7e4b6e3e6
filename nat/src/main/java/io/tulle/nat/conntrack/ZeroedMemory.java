package io.tulle.nat.conntrack;

import org.agrona.UnsafeApi;

/** Makes memory zero without making it resident: fresh pages are zero already and are only read. */
final class ZeroedMemory
{
    private ZeroedMemory()
    {
    }

    /** @param length in bytes, a multiple of eight. */
    static void clear(final long address, final long length)
    {
        for (long at = address; at < address + length; at += Long.BYTES)
        {
            if (0 != UnsafeApi.getLong(at))
            {
                UnsafeApi.putLong(at, 0);
            }
        }
    }
}
