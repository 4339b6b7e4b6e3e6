package io.tulle.dataplane.offload;

import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells whether a GSO frame's segments will fit an egress MTU: the frame itself is far longer than the MTU, and that
 * is no fault; each packet it becomes must fit. Called by the worker, which has one of its own.
 */
public final class GsoSize
{
    /** The headers do not match the GSO type, or are cut off. */
    public static final int MALFORMED = -1;

    private final GsoHeaders headers = new GsoHeaders();

    /** Layer-3 length of the largest packet this GSO frame becomes, to compare with an MTU; or {@link #MALFORMED}. */
    public int segmentLength(
        final UnsafeBuffer buffer, final int dataOffset, final int length, final VnetHeader vnet)
    {
        if (!headers.wrap(buffer, dataOffset, length, vnet))
        {
            return MALFORMED;
        }
        final int payloadLength = dataOffset + length - headers.payloadOffset();
        return headers.payloadOffset() - headers.ipOffset() + Math.min(vnet.gsoSize(), payloadLength);
    }
}
