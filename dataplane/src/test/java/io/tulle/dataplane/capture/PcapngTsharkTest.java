package io.tulle.dataplane.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tshark, which must be installed, reads what we write: names, directions, comments, and no bad checksum. */
@Tag("root")
class PcapngTsharkTest
{
    private static final String BAD_CHECKSUM =
        "ip.checksum.status == Bad || tcp.checksum.status == Bad || udp.checksum.status == Bad || " +
        "icmp.checksum.status == Bad || icmpv6.checksum.status == Bad";

    @TempDir
    private Path directory;
    private final CaptureRig rig = new CaptureRig();
    private final CaptureSession session = CaptureRig.session(CaptureSettings.everything());

    @BeforeEach
    void attach()
    {
        rig.sink.add(session.queue(0));
    }

    @AfterEach
    void close()
    {
        session.close();
        rig.close();
    }

    @Test
    void shouldNameInterfacesDirectionsTimesAndDrops() throws IOException, InterruptedException
    {
        final int frame = rig.frame(1, CapturedFrames.ARP_REPLY);
        rig.sink.onReceived(frame);
        rig.sink.onTransmitted(frame, 2);
        rig.sink.onDropped(frame, DropReason.ARP_SPOOFED);
        assertEquals(List.of(
            "port1/front|0x00000001|1700000000.123456789|",
            "port2/front|0x00000002|1700000000.123456789|",
            "port1/front|0x00000001|1700000000.123456789|dropped: ARP sender is not the endpoint's (ARP_SPOOFED)"),
            Tshark.fields(written(), "frame.interface_name", "frame.packet_flags", "frame.time_epoch",
                "frame.comment"));
    }

    @Test
    void shouldCommentFramesOfSessions() throws IOException, InterruptedException
    {
        final int frame = rig.frame(1, CapturedFrames.TCP_SYN);
        rig.pool.frames().session(frame, 34);
        rig.sink.onTransmitted(frame, 2);
        rig.sink.onDropped(frame, DropReason.TTL_EXCEEDED);
        assertEquals(List.of("session 34", "dropped: time to live or hop limit is used up (TTL_EXCEEDED),session 34"),
            Tshark.fields(written(), "frame.comment"));
    }

    @Test
    void shouldShowNoBadChecksumAndNoMalformedFrame() throws IOException, InterruptedException
    {
        for (final String frame : List.of(CapturedFrames.ICMP_ECHO_REQUEST, CapturedFrames.TCP_SYN, CapturedFrames.UDP,
            CapturedFrames.TCP_IPV6_SYN, CapturedFrames.UDP_IPV6, CapturedFrames.TCP_GSO, CapturedFrames.TCP_IPV6_GSO,
            CapturedFrames.NEIGHBOR_SOLICITATION, CapturedFrames.TAGGED_ARP_REQUEST))
        {
            rig.receive(1, frame);
        }
        final Path file = written();
        assertEquals(13, Tshark.matching(file, "frame").size());
        assertEquals(List.of(), Tshark.matching(file, BAD_CHECKSUM));
        assertEquals(List.of(), Tshark.matching(file, "_ws.malformed"));
        assertEquals(8, Tshark.matching(file, "tcp.checksum.status == Good").size());
        assertEquals(2, Tshark.matching(file, "udp.checksum.status == Good").size());
    }

    @Test
    void shouldDecodeTheSegmentsOfAGsoFrameAsOneStream() throws IOException, InterruptedException
    {
        rig.receive(1, CapturedFrames.TCP_GSO);
        assertEquals(List.of("1|108|0x0010", "109|108|0x0010", "217|83|0x0018"),
            Tshark.fields(written(), "tcp.seq", "tcp.len", "tcp.flags"));
    }

    @Test
    void shouldTellWhereFramesWereLost() throws IOException, InterruptedException
    {
        while (session.lost() < 3)
        {
            rig.receive(1, CapturedFrames.ARP_REQUEST);
        }
        assertEquals("3", Tshark.fields(written(), "frame.drop_count").get(0));
    }

    @Test
    void shouldReadAFileWithoutFrames() throws IOException, InterruptedException
    {
        final Path file = directory.resolve("empty.pcapng");
        try (OutputStream out = Files.newOutputStream(file))
        {
            final PcapngWriter writer = new PcapngWriter(out, "Tulle test", session, rig.nowNs);
            writer.finish(rig.nowNs);
        }
        assertTrue(Tshark.matching(file, "frame").isEmpty());
    }

    private Path written() throws IOException
    {
        final Path file = directory.resolve("test.pcapng");
        try (OutputStream out = Files.newOutputStream(file))
        {
            final PcapngWriter writer = new PcapngWriter(out, "Tulle test", session, rig.nowNs);
            final CaptureReader reader = new CaptureReader(session, (port) -> "port" + port + "/front",
                (reference) -> "session " + reference, () -> rig.nowNs, writer, Long.MAX_VALUE);
            reader.drain();
            reader.finish();
        }
        return file;
    }
}
