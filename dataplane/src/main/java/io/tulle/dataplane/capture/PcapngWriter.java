package io.tulle.dataplane.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes frames as pcapng (draft-ietf-opsawg-pcapng), which Wireshark and tshark read while it grows: one interface a
 * switch port, named after container and network. Called by the thread that reads the capture.
 */
public final class PcapngWriter implements CaptureWriter
{
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int MAJOR_VERSION = 1;
    private static final int MINOR_VERSION = 0;
    private static final long UNKNOWN_SECTION_LENGTH = -1;
    private static final int LINK_TYPE_ETHERNET = 1;
    private static final int NANOSECONDS = 9; // ten to the minus ninth

    private static final int COMMENT = 1;
    private static final int SECTION_HARDWARE = 2;
    private static final int SECTION_OS = 3;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_TEXT = 3;
    private static final int INTERFACE_TIME_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    private static final int PACKET_DROP_COUNT = 4;
    private static final int STATISTICS_START_TIME = 2;
    private static final int STATISTICS_END_TIME = 3;
    private static final int STATISTICS_RECEIVED = 4;
    private static final int STATISTICS_DROPPED = 5;
    private static final int STATISTICS_DELIVERED = 8;

    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final PcapngBlock block;
    private final CaptureSession session;
    private final long startTimeNs;

    /**
     * @param application what wrote it, with its version, for the section header
     * @param session     whose frames are written, for its snaplen and its losses
     */
    public PcapngWriter(final OutputStream out, final String application, final CaptureSession session,
        final long startTimeNs) throws IOException
    {
        this.block = new PcapngBlock(out);
        this.session = session;
        this.startTimeNs = startTimeNs;
        writeSectionHeader(application);
    }

    @Override
    public void write(final CapturedFrame frame) throws IOException
    {
        final Interface from = interfaceOf(frame);
        from.frames++;
        block.begin(ENHANCED_PACKET)
            .putInt(from.id)
            .putTime(frame.timeNs())
            .putInt(frame.length())
            .putInt(frame.wireLength())
            .putBytes(frame.buffer(), frame.offset(), frame.length())
            .optionInt(PACKET_FLAGS, CaptureEvent.TRANSMITTED == frame.event() ? OUTBOUND : INBOUND);
        if (frame.isDropped())
        {
            block.option(COMMENT, frame.dropText());
        }
        if (null != frame.comment())
        {
            block.option(COMMENT, frame.comment());
        }
        writeLoss(from);
        block.endOptions();
    }

    @Override
    public void flush() throws IOException
    {
        block.flush();
    }

    @Override
    public void finish(final long endTimeNs) throws IOException
    {
        for (final Interface each : interfaces.values())
        {
            writeStatistics(each, session.lost(each.port), endTimeNs);
        }
        block.flush();
    }

    /** Where the reader was slow is seen at the next frame of that port, also in a capture that is cut off. */
    private void writeLoss(final Interface from)
    {
        final long lost = session.lost(from.port);
        if (lost != from.lost)
        {
            block.optionLong(PACKET_DROP_COUNT, lost - from.lost);
            from.lost = lost;
        }
    }

    private Interface interfaceOf(final CapturedFrame frame) throws IOException
    {
        final Interface known = interfaces.get(frame.portName());
        if (null != known)
        {
            return known;
        }
        final Interface added = new Interface(interfaces.size(), frame.port());
        interfaces.put(frame.portName(), added);
        writeInterface(frame);
        return added;
    }

    private void writeSectionHeader(final String application) throws IOException
    {
        block.begin(SECTION_HEADER)
            .putInt(BYTE_ORDER_MAGIC)
            .putShort(MAJOR_VERSION)
            .putShort(MINOR_VERSION)
            .putLong(UNKNOWN_SECTION_LENGTH)
            .option(SECTION_HARDWARE, System.getProperty("os.arch"))
            .option(SECTION_OS, System.getProperty("os.name") + " " + System.getProperty("os.version"))
            .option(SECTION_APPLICATION, application)
            .endOptions();
    }

    private void writeInterface(final CapturedFrame frame) throws IOException
    {
        block.begin(INTERFACE_DESCRIPTION)
            .putShort(LINK_TYPE_ETHERNET)
            .putShort(0)
            .putInt(session.settings().snaplenBytes())
            .option(INTERFACE_NAME, frame.portName())
            .option(INTERFACE_TEXT, "switch port " + frame.port())
            .optionByte(INTERFACE_TIME_RESOLUTION, NANOSECONDS)
            .endOptions();
    }

    private void writeStatistics(final Interface each, final long lost, final long endTimeNs) throws IOException
    {
        block.begin(INTERFACE_STATISTICS)
            .putInt(each.id)
            .putTime(endTimeNs)
            .optionTime(STATISTICS_START_TIME, startTimeNs)
            .optionTime(STATISTICS_END_TIME, endTimeNs)
            .optionLong(STATISTICS_RECEIVED, each.frames + lost)
            .optionLong(STATISTICS_DROPPED, lost)
            .optionLong(STATISTICS_DELIVERED, each.frames)
            .endOptions();
    }

    /** A switch port as this file numbers it. */
    private static final class Interface
    {
        private final int id;
        private final int port;
        private long frames;
        private long lost;

        Interface(final int id, final int port)
        {
            this.id = id;
            this.port = port;
        }
    }
}
