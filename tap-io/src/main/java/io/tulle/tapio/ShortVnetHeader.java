package io.tulle.tapio;

import org.agrona.UnsafeApi;

/**
 * Turns the 10-byte virtio-net header that older kernels have on packet sockets into the 12-byte one of cells, and
 * back: the same fields, but for the count of buffers at its end. The short one ends where the frame begins, too, so
 * its fields move by two bytes. Called by the worker.
 */
final class ShortVnetHeader
{
    /** linux/virtio_net.h: struct virtio_net_hdr. */
    static final int LENGTH = 10;

    private static final int MISSING_BYTES = FdPort.VNET_HEADER_BYTES - LENGTH;

    private ShortVnetHeader()
    {
    }

    /** After a read. @param address of the 12-byte header */
    static void widen(final long address)
    {
        final long first = UnsafeApi.getLong(address + MISSING_BYTES);
        final short last = UnsafeApi.getShort(address + MISSING_BYTES + Long.BYTES);
        putWide(address, first, last);
    }

    /** Before a write. @param address of the 12-byte header */
    static void narrow(final long address)
    {
        final long first = UnsafeApi.getLong(address);
        final short last = UnsafeApi.getShort(address + Long.BYTES);
        UnsafeApi.putLong(address + MISSING_BYTES, first);
        UnsafeApi.putShort(address + MISSING_BYTES + Long.BYTES, last);
    }

    private static void putWide(final long address, final long first, final short last)
    {
        UnsafeApi.putLong(address, first);
        UnsafeApi.putShort(address + Long.BYTES, last);
        UnsafeApi.putShort(address + LENGTH, (short) 0);
    }
}
