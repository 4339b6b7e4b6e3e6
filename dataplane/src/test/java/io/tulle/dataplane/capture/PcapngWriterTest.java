package io.tulle.dataplane.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks every field of the blocks against draft-ietf-opsawg-pcapng. */
class PcapngWriterTest
{
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long END_NS = 1_700_000_001_000_000_002L;
    private static final int ARP_BYTES = 42;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CaptureRig rig = new CaptureRig();
    private final CaptureSession session = CaptureRig.session(CaptureSettings.everything().snaplenBytes(65_535));
    private final PcapngWriter writer;

    PcapngWriterTest() throws IOException
    {
        writer = new PcapngWriter(out, "Tulle test", session, START_NS);
    }

    @AfterEach
    void close()
    {
        session.close();
        rig.close();
    }

    @Test
    void shouldBeginWithASectionHeader() throws IOException
    {
        writer.flush();
        final ByteBuffer section = blocks().get(0);
        assertEquals(0x0A0D0D0A, section.getInt());
        assertEquals(section.limit(), section.getInt());
        assertEquals(0x1A2B3C4D, section.getInt());
        assertEquals(1, section.getShort());
        assertEquals(0, section.getShort());
        assertEquals(-1, section.getLong());
        assertEquals(System.getProperty("os.arch"), text(section, 2));
        assertEquals(System.getProperty("os.name") + " " + System.getProperty("os.version"), text(section, 3));
        assertEquals("Tulle test", text(section, 4));
        assertEndOfOptions(section);
    }

    @Test
    void shouldDescribeAnInterfaceWhenItIsFirstSeenAndOnlyThen() throws IOException
    {
        writer.write(received());
        writer.write(received());
        writer.flush();
        final List<ByteBuffer> blocks = blocks();
        assertEquals(List.of(0x0A0D0D0A, 1, 6, 6), blocks.stream().map((block) -> block.getInt(0)).toList());
        final ByteBuffer description = blocks.get(1).position(8);
        assertEquals(1, description.getShort());
        assertEquals(0, description.getShort());
        assertEquals(65_535, description.getInt());
        assertEquals("web/front", text(description, 2));
        assertEquals("switch port 3", text(description, 3));
        assertArrayEquals(new byte[]{9}, option(description, 9));
        assertEndOfOptions(description);
    }

    @Test
    void shouldWriteTimeLengthsBytesAndDirectionOfAPacket() throws IOException
    {
        writer.write(received());
        writer.flush();
        final ByteBuffer packet = blocks().get(2).position(8);
        assertEquals(0, packet.getInt());
        assertEquals(1_700_000_000_123_456_789L, time(packet));
        assertEquals(ARP_BYTES, packet.getInt());
        assertEquals(ARP_BYTES, packet.getInt());
        assertArrayEquals(Hex.bytes(CapturedFrames.ARP_REQUEST.substring(26)), padded(packet, ARP_BYTES));
        assertArrayEquals(new byte[]{1, 0, 0, 0}, option(packet, 2));
        assertEndOfOptions(packet);
    }

    @Test
    void shouldMarkATransmittedPacketAsOutbound() throws IOException
    {
        writer.write(CaptureRig.captured(CaptureEvent.TRANSMITTED, DropReason.NONE, CapturedFrames.ARP_REQUEST));
        writer.flush();
        final ByteBuffer packet = blocks().get(2).position(28);
        padded(packet, ARP_BYTES);
        assertArrayEquals(new byte[]{2, 0, 0, 0}, option(packet, 2));
    }

    @Test
    void shouldCommentADropWithItsReason() throws IOException
    {
        writer.write(CaptureRig.captured(CaptureEvent.DROPPED, DropReason.MAC_SPOOFED, CapturedFrames.ARP_REQUEST));
        writer.flush();
        final ByteBuffer packet = blocks().get(2).position(28);
        padded(packet, ARP_BYTES);
        assertArrayEquals(new byte[]{1, 0, 0, 0}, option(packet, 2));
        assertEquals("dropped: source MAC is not the endpoint's (MAC_SPOOFED)", text(packet, 1));
        assertEndOfOptions(packet);
    }

    @Test
    void shouldEndWithTheCountsOfEachInterface() throws IOException
    {
        lose(5);
        writer.write(received());
        writer.write(received());
        writer.finish(END_NS);
        final ByteBuffer statistics = blocks().get(4);
        assertEquals(5, statistics.getInt());
        statistics.getInt();
        assertEquals(0, statistics.getInt());
        assertEquals(END_NS, time(statistics));
        assertEquals(START_NS, time(ByteBuffer.wrap(option(statistics, 2)).order(LITTLE_ENDIAN)));
        assertEquals(END_NS, time(ByteBuffer.wrap(option(statistics, 3)).order(LITTLE_ENDIAN)));
        assertEquals(7, number(statistics, 4));
        assertEquals(5, number(statistics, 5));
        assertEquals(2, number(statistics, 8));
        assertEndOfOptions(statistics);
    }

    @Test
    void shouldTellALossAtTheNextPacketAndOnlyOnce() throws IOException
    {
        lose(5);
        writer.write(received());
        writer.write(received());
        writer.flush();
        final ByteBuffer packet = blocks().get(2).position(28);
        padded(packet, ARP_BYTES);
        option(packet, 2);
        assertEquals(5, number(packet, 4));
        assertEndOfOptions(packet);
        assertEquals(12, blocks().get(2).limit() - blocks().get(3).limit());
    }

    private void lose(final int frames)
    {
        rig.sink.add(session.queue(0));
        while (session.lost() < frames)
        {
            rig.receive(3, CapturedFrames.ARP_REQUEST);
        }
    }

    private static CapturedFrame received()
    {
        return CaptureRig.captured(CaptureEvent.RECEIVED, DropReason.NONE, CapturedFrames.ARP_REQUEST);
    }

    /** The file cut at its block lengths, which stand at both ends of a block. */
    private List<ByteBuffer> blocks()
    {
        final ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(LITTLE_ENDIAN);
        final List<ByteBuffer> blocks = new ArrayList<>();
        while (file.hasRemaining())
        {
            final int lengthBytes = file.getInt(file.position() + 4);
            assertEquals(lengthBytes, file.getInt(file.position() + lengthBytes - 4));
            assertEquals(0, lengthBytes % 4);
            blocks.add(file.slice(file.position(), lengthBytes).order(LITTLE_ENDIAN));
            file.position(file.position() + lengthBytes);
        }
        return blocks;
    }

    private static byte[] option(final ByteBuffer block, final int code)
    {
        assertEquals(code, block.getShort());
        return padded(block, block.getShort());
    }

    private static String text(final ByteBuffer block, final int code)
    {
        return new String(option(block, code), StandardCharsets.UTF_8);
    }

    private static long number(final ByteBuffer block, final int code)
    {
        return ByteBuffer.wrap(option(block, code)).order(LITTLE_ENDIAN).getLong();
    }

    private static long time(final ByteBuffer block)
    {
        return (long) block.getInt() << 32 | block.getInt() & 0xFFFF_FFFFL;
    }

    private static byte[] padded(final ByteBuffer block, final int lengthBytes)
    {
        final byte[] bytes = new byte[lengthBytes];
        block.get(bytes);
        for (int i = lengthBytes; i % 4 != 0; i++)
        {
            assertEquals(0, block.get());
        }
        return bytes;
    }

    private static void assertEndOfOptions(final ByteBuffer block)
    {
        assertEquals(0, block.getInt());
        assertEquals(4, block.remaining());
    }
}
