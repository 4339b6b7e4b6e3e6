package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.Ip.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the kernel sends is walked over by checked lengths; bytes are little-endian. */
class NetlinkReaderTest
{
    private static final String HEADER = "1000 0500 01000000 00000000";

    @Test
    void shouldWalkOverAllMessagesOfADatagram()
    {
        final NetlinkReader reader = reader("14000000" + HEADER + "07000000" + "14000000" + HEADER + "09000000");
        assertTrue(reader.next());
        assertEquals(7, reader.i32(0));
        assertTrue(reader.next());
        assertEquals(9, reader.i32(0));
        assertFalse(reader.next());
    }

    @Test
    void shouldStopAtAMessageLongerThanTheDatagram()
    {
        assertFalse(reader("18000000" + HEADER + "07000000").next());
        assertFalse(reader("ffffffff" + HEADER + "07000000").next());
        assertFalse(reader("08000000" + HEADER).next());
        assertFalse(reader("1400").next());
    }

    @Test
    void shouldRefuseAFieldBehindTheEndOfAMessage()
    {
        final NetlinkReader reader = reader("12000000" + HEADER + "07000000");
        assertTrue(reader.next());
        assertThrows(IllegalStateException.class, () -> reader.i32(0));
    }

    @Test
    void shouldFindAttributesBehindOddLengths()
    {
        final NetlinkReader reader =
            reader("24000000" + HEADER + "0700 0300 76610000" + "0800 0480 dc050000" + "00000000");
        assertTrue(reader.next());
        assertEquals("va", reader.attributes(0).string(3));
        assertEquals(1500, reader.attributes(0).i32(4, 0));
        assertNull(reader.attributes(0).bytes(5));
    }

    @Test
    void shouldIgnoreAnAttributeLongerThanItsMessage()
    {
        final NetlinkReader reader = reader("18000000" + HEADER + "0900 0300 76610000");
        assertTrue(reader.next());
        assertNull(reader.attributes(0).bytes(3));
    }

    @Test
    void shouldTakeTheKernelsWordsFromACutAnswer()
    {
        final NetlinkReader reader = reader("30000000 0200 0003 01000000 00000000 ea ffffff" +
            "30000000 1400 0506 01000000 00000000" + "0b00 0100 6e6f2062757300 00");
        assertTrue(reader.next());
        final NetlinkOutcome outcome = NetlinkOutcome.PENDING.finished(reader);
        assertEquals(Errno.EINVAL, outcome.errno());
        assertEquals("the kernel says: no bus", outcome.explanation());
    }

    @Test
    void shouldAskAgainWhenADumpChangedUnderWay()
    {
        final NetlinkReader reader = reader("14000000 0300 0200 01000000 00000000 00000000");
        assertTrue(reader.next());
        assertTrue(NetlinkOutcome.PENDING.finished(reader).isSuccess());
        final NetlinkOutcome outcome = NetlinkOutcome.PENDING.interrupted().finished(reader);
        assertFalse(outcome.isSuccess());
        assertTrue(outcome.isWorthRepeating());
    }

    @Test
    void shouldGiveUpWhenTheKernelIsSilentAndGoOnAfterASignal()
    {
        assertTrue(NetlinkOutcome.PENDING.failed(Errno.EINTR).isPending());
        assertEquals(Errno.ETIMEDOUT, NetlinkOutcome.PENDING.failed(Errno.EAGAIN).errno());
        assertTrue(NetlinkOutcome.PENDING.failed(Errno.ENOBUFS).isWorthRepeating());
    }

    @Test
    void shouldAskForRootWhereTheKernelOnlyRefuses()
    {
        final NetlinkReader reader = reader("24000000 0200 0001 01000000 00000000 ffffffff" +
            "30000000 1400 0506 01000000 00000000");
        assertTrue(reader.next());
        assertEquals("this needs root (CAP_NET_ADMIN)", NetlinkOutcome.PENDING.finished(reader).remedy());
    }

    @Test
    void shouldSurviveAnyBytes()
    {
        final Random random = new Random(2);
        for (int round = 0; round < 100_000; round++)
        {
            final byte[] bytes = new byte[random.nextInt(96)];
            random.nextBytes(bytes);
            for (int i = 0; i + 4 <= bytes.length; i += 4)
            {
                bytes[i] &= 0x3f; // small lengths, so that the walk gets somewhere
                bytes[i + 1] &= (byte) (random.nextBoolean() ? 0 : 0xff);
                bytes[i + 2] &= (byte) (random.nextBoolean() ? 0 : 0xff);
                bytes[i + 3] &= (byte) (random.nextBoolean() ? 0 : 0xff);
            }
            walk(new NetlinkReader(new UnsafeBuffer(bytes), bytes.length));
        }
    }

    private static void walk(final NetlinkReader reader)
    {
        while (reader.next())
        {
            NetlinkOutcome.PENDING.finished(reader);
            for (int type = 0; type < 16; type++)
            {
                reader.attributes(12).nested(type).string(type);
                reader.attributes(12).nextHops();
            }
        }
    }

    private static NetlinkReader reader(final String text)
    {
        final byte[] bytes = hex(text);
        return new NetlinkReader(new UnsafeBuffer(bytes), bytes.length);
    }
}
