package io.tulle.dataplane.capture;

import io.tulle.dataplane.DropReason;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A frame as a decoder expects it: one segment, checksum complete, cut to the snaplen. Filled by the reader anew for
 * each frame; a writer uses it before it returns.
 */
public final class CapturedFrame
{
    private long timeNs;
    private int port;
    private String portName;
    private CaptureEvent event;
    private DropReason reason;
    private String comment;
    private UnsafeBuffer buffer;
    private int offset;
    private int wireLengthBytes;
    private int lengthBytes;

    CapturedFrame seen(final long timeNs, final CaptureEvent event, final DropReason reason)
    {
        this.timeNs = timeNs;
        this.event = event;
        this.reason = reason;
        return this;
    }

    /** @param comment on the frame, or null. */
    CapturedFrame comment(final String comment)
    {
        this.comment = comment;
        return this;
    }

    CapturedFrame port(final int port, final String portName)
    {
        this.port = port;
        this.portName = portName;
        return this;
    }

    CapturedFrame bytes(final UnsafeBuffer buffer, final int offset, final int wireLengthBytes, final int lengthBytes)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.wireLengthBytes = wireLengthBytes;
        this.lengthBytes = lengthBytes;
        return this;
    }

    /** @return nanoseconds since 1970. */
    public long timeNs()
    {
        return timeNs;
    }

    public int port()
    {
        return port;
    }

    /** @return container/network. */
    public String portName()
    {
        return portName;
    }

    public CaptureEvent event()
    {
        return event;
    }

    /** @return why it was dropped, or {@link DropReason#NONE}. */
    public DropReason reason()
    {
        return reason;
    }

    public boolean isDropped()
    {
        return CaptureEvent.DROPPED == event;
    }

    /** @return for people: the sentence and the name to search for. */
    public String dropText()
    {
        return "dropped: " + reason.sentence() + " (" + reason.name() + ")";
    }

    /** @return which session the frame belongs to and what is translated, for people; or null. */
    public String comment()
    {
        return comment;
    }

    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** @return where the Ethernet header begins in the buffer. */
    public int offset()
    {
        return offset;
    }

    public int wireLength()
    {
        return wireLengthBytes;
    }

    /** @return how many bytes are there: the snaplen, if the frame is longer. */
    public int length()
    {
        return lengthBytes;
    }
}
