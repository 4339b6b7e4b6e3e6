package io.tulle.dataplane.offload;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finishes the checksum that the sending kernel left as a bare pseudo-header sum, for a sink that will not do it.
 * Called by the worker or by the thread that captures.
 */
public final class ChecksumCompletion
{
    private ChecksumCompletion()
    {
    }

    /**
     * Sums from the checksum start to the frame's end, which takes in the pseudo-header sum that stands in the field,
     * stores the checksum and clears NEEDS_CSUM. A frame without NEEDS_CSUM is left as it is.
     *
     * @return false, with the frame untouched, if the sender's start or offset lie outside the frame, or if the frame
     *     is a GSO frame: that has no one checksum, {@link SoftwareSegmenter} computes each segment's.
     */
    public static boolean complete(
        final UnsafeBuffer buffer, final int dataOffset, final int length, final VnetHeader vnet)
    {
        if (!vnet.needsChecksum())
        {
            return true;
        }
        final int start = vnet.checksumStart();
        final int fieldOffset = vnet.checksumOffset();
        if (vnet.isGso() || start + fieldOffset + Short.BYTES > length)
        {
            return false;
        }
        final int sum = InternetChecksum.sum(buffer, dataOffset + start, length - start);
        final int checksum = UdpHeader.CHECKSUM_OFFSET == fieldOffset ?
            InternetChecksum.complementUdp(sum) : InternetChecksum.complement(sum);
        buffer.putShort(dataOffset + start + fieldOffset, (short) checksum, BIG_ENDIAN);
        vnet.flags(vnet.flags() & ~VnetHeader.NEEDS_CSUM).checksumStart(0).checksumOffset(0);
        return true;
    }
}
