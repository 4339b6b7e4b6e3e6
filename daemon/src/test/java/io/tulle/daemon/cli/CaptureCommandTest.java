package io.tulle.daemon.cli;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** capture, against the real API, and what it does to a stream that is cut. */
class CaptureCommandTest
{
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp()
    {
        tulle = new CommandLineRig(folder);
    }

    @AfterEach
    void tearDown()
    {
        tulle.close();
    }

    @Test
    void shouldSendEveryOptionToTheDaemon() throws IOException
    {
        tulle.withDaemon();

        assertEquals(ExitCodes.OK, tulle.run("capture", "-c", "web", "-n", "front", "--drops", "--count", "5",
            "--snaplen", "96", "tcp", "port", "80"), tulle.err());
        assertEquals(Map.of("format", "text", "container", "web", "network", "front", "drops", "true", "count", "5",
            "snaplen", "96", "filter", "tcp port 80"), tulle.captureQuery.join());
    }

    @Test
    void shouldPrintOneLineAFrameAndTheSummaryOnStderr() throws IOException
    {
        tulle.withDaemon((query, out) -> out.write(
            "1 ARP\n2 ARP\n2 frames shown, 7 lost because the reader was slow\n".getBytes(StandardCharsets.UTF_8)));

        assertEquals(ExitCodes.OK, tulle.run("capture"), tulle.err());
        assertEquals("1 ARP\n2 ARP\n", tulle.out());
        assertEquals("2 frames captured, 7 lost because the reader was too slow", tulle.err().strip());
    }

    @Test
    void shouldWritePcapngToAFileAndToStdout() throws IOException
    {
        final byte[] stream = pcapng(ByteOrder.LITTLE_ENDIAN);
        tulle.withDaemon((query, out) -> out.write(stream));
        final Path file = folder.resolve("x.pcapng");

        assertEquals(ExitCodes.OK, tulle.run("capture", "-w", file.toString()), tulle.err());
        assertArrayEquals(stream, Files.readAllBytes(file));
        assertEquals("pcapng", tulle.captureQuery.join().get("format"));

        assertEquals(ExitCodes.OK, tulle.run("capture", "-w", "-"), tulle.err());
        assertArrayEquals(stream, tulle.outBytes());
        assertEquals("2 frames captured, 9 lost because the reader was too slow", tulle.err().strip());
    }

    @Test
    void shouldSayThatNobodyAnswers()
    {
        assertEquals(ExitCodes.NOT_RUNNING, tulle.run("capture"));
    }

    @Test
    void shouldPassOnOnlyWholeBlocksHoweverTheyAreCut() throws IOException
    {
        for (final ByteOrder order : new ByteOrder[]{ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN})
        {
            final byte[] stream = pcapng(order);
            for (int size = 1; size < stream.length; size += 3)
            {
                final ByteArrayOutputStream passed = new ByteArrayOutputStream();
                final PcapngOutput output = new PcapngOutput(passed);
                for (int i = 0; i < stream.length; i += size)
                {
                    output.write(stream, i, Math.min(size, stream.length - i));
                }
                assertArrayEquals(stream, passed.toByteArray());
                assertEquals(2, output.frames());
                assertEquals(9, output.lost());
            }
        }
    }

    @Test
    void shouldKeepBackAHalfBlockWhenItIsInterrupted() throws IOException
    {
        final byte[] stream = pcapng(ByteOrder.LITTLE_ENDIAN);
        final ByteArrayOutputStream passed = new ByteArrayOutputStream();
        final PcapngOutput output = new PcapngOutput(passed);

        output.write(stream, 0, 28 + 36 + 5); // section, first frame, a piece of the second
        output.finish();
        output.write(stream, 69, stream.length - 69);

        assertArrayEquals(Arrays.copyOf(stream, 64), passed.toByteArray());
        assertEquals(1, output.frames());
    }

    @Test
    void shouldRefuseWhatIsNoPcapng()
    {
        final PcapngOutput output = new PcapngOutput(new ByteArrayOutputStream());

        assertTrue(assertThrows(IOException.class, () -> output.write(new byte[32])).getMessage().contains("pcapng"));
    }

    /** A section header, two frames of four bytes, and the statistics of an interface that lost nine. */
    private static byte[] pcapng(final ByteOrder order)
    {
        final ByteBuffer stream = ByteBuffer.allocate(28 + 36 + 36 + 40).order(order);
        stream.putInt(SECTION_HEADER).putInt(28).putInt(BYTE_ORDER_MAGIC).putInt(1).putLong(-1).putInt(28);
        for (int i = 0; i < 2; i++)
        {
            stream.putInt(6).putInt(36).putInt(0).putLong(i).putInt(4).putInt(4).putInt(0xCAFE).putInt(36);
        }
        stream.putInt(5).putInt(40).putInt(0).putLong(0)
            .putShort((short) 5).putShort((short) 8).putLong(9).putInt(0).putInt(40);
        return stream.array();
    }
}
