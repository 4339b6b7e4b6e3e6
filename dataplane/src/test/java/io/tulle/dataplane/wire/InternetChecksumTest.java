package io.tulle.dataplane.wire;

import static io.tulle.dataplane.test.CapturedFrames.ICMPV6_ECHO_REQUEST;
import static io.tulle.dataplane.test.CapturedFrames.frame;
import static io.tulle.dataplane.test.Hex.buffer;
import static io.tulle.dataplane.test.Hex.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dataplane.test.NaiveChecksum;
import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Agrees with RFC 1071 word for word, and RFC 1624 updates agree with a fresh sum. */
class InternetChecksumTest
{
    private final Random random = new Random(1071);

    @Test
    void shouldSumTheExampleOfRfc1071()
    {
        assertEquals(0xDDF2, InternetChecksum.sum(hex("0001 f203 f4f5 f6f7"), 0, 8));
        assertEquals(0x220D, InternetChecksum.checksum(hex("0001 f203 f4f5 f6f7"), 0, 8));
    }

    @Test
    void shouldAgreeWithNaiveSumOnEveryLengthAndOffset()
    {
        final UnsafeBuffer buffer = randomBuffer(400);
        for (int offset = 0; offset < 9; offset++)
        {
            for (int length = 0; length <= 300; length++)
            {
                assertEquals(NaiveChecksum.sum(buffer, offset, length),
                    InternetChecksum.sum(buffer, offset, length), "offset " + offset + " length " + length);
            }
        }
    }

    @Test
    void shouldAgreeWithNaiveSumOnBigFrames()
    {
        final UnsafeBuffer buffer = randomBuffer(65_535);
        assertEquals(NaiveChecksum.sum(buffer, 0, 65_535), InternetChecksum.sum(buffer, 0, 65_535));

        buffer.setMemory(0, 65_535, (byte) 0xFF);
        assertEquals(NaiveChecksum.sum(buffer, 0, 65_535), InternetChecksum.sum(buffer, 0, 65_535));
        assertEquals(0xFFFF, InternetChecksum.sum(buffer, 0, 65_534));
    }

    @Test
    void shouldSumPseudoHeaderOfIpv6()
    {
        final UnsafeBuffer buffer = frame(ICMPV6_ECHO_REQUEST);
        final Ipv6Header ip = new Ipv6Header().wrap(buffer, 14);

        final int pseudoHeader = InternetChecksum.pseudoHeader(ip.sourceHigh(), ip.sourceLow(),
            ip.destinationHigh(), ip.destinationLow(), IpProtocol.ICMPV6, ip.payloadLength());

        assertEquals(0, InternetChecksum.complement(pseudoHeader + InternetChecksum.sum(buffer, 54, 32)));
    }

    @Test
    void shouldSumPseudoHeaderOfIpv4()
    {
        for (int i = 0; i < 10_000; i++)
        {
            final UnsafeBuffer pseudo = randomBuffer(12);
            pseudo.putByte(8, (byte) 0);

            assertEquals(NaiveChecksum.sum(pseudo, 0, 12), InternetChecksum.pseudoHeader(
                pseudo.getInt(0, ByteOrder.BIG_ENDIAN), pseudo.getInt(4, ByteOrder.BIG_ENDIAN),
                pseudo.getByte(9) & 0xFF, pseudo.getShort(10, ByteOrder.BIG_ENDIAN) & 0xFFFF));
        }
    }

    @Test
    void shouldUpdateAsIfComputedAfresh()
    {
        for (int i = 0; i < 100_000; i++)
        {
            final UnsafeBuffer buffer = randomBuffer(40);
            buffer.putByte(38, (byte) 1); // as in a packet, some word is never zero
            final int before = InternetChecksum.checksum(buffer, 0, 40);
            final int old16 = buffer.getShort(0, ByteOrder.BIG_ENDIAN);
            final int old32 = buffer.getInt(4, ByteOrder.BIG_ENDIAN);
            final long oldHigh = buffer.getLong(8, ByteOrder.BIG_ENDIAN);
            final long oldLow = buffer.getLong(16, ByteOrder.BIG_ENDIAN);
            final int new16 = edge(old16);
            final int new32 = edge(old32);
            final long newHigh = random.nextLong();
            final long newLow = -(long) edge((int) oldLow);

            buffer.putShort(0, (short) new16, ByteOrder.BIG_ENDIAN);
            final int after16 = InternetChecksum.update16(before, old16, new16);
            assertEquals(InternetChecksum.checksum(buffer, 0, 40), after16);
            buffer.putInt(4, new32, ByteOrder.BIG_ENDIAN);
            final int after32 = InternetChecksum.update32(after16, old32, new32);
            assertEquals(InternetChecksum.checksum(buffer, 0, 40), after32);
            buffer.putLong(8, newHigh, ByteOrder.BIG_ENDIAN);
            buffer.putLong(16, newLow, ByteOrder.BIG_ENDIAN);
            final int after128 = InternetChecksum.update128(after32, oldHigh, oldLow, newHigh, newLow);
            assertEquals(InternetChecksum.checksum(buffer, 0, 40), after128);

            final int delta = InternetChecksum.plus(
                InternetChecksum.plus(InternetChecksum.delta16(old16, new16), InternetChecksum.delta32(old32, new32)),
                InternetChecksum.delta128(oldHigh, oldLow, newHigh, newLow));
            assertEquals(after128, InternetChecksum.apply(before, delta));
        }
    }

    /** RFC 1624 3: equation 2 would give 0xFFFF here. */
    @Test
    void shouldUpdateTheExampleOfRfc1624()
    {
        assertEquals(0x0000, InternetChecksum.update16(0xDD2F, 0x5555, 0x3285));
    }

    @Test
    void shouldLeaveUdpWithoutChecksumAlone()
    {
        final int delta = InternetChecksum.delta32(0xAC11_0002, 0x0A00_0001);

        assertEquals(UdpHeader.NO_CHECKSUM, InternetChecksum.applyUdp(UdpHeader.NO_CHECKSUM, delta));
    }

    @Test
    void shouldNeverMakeAUdpChecksumZero()
    {
        final int delta = InternetChecksum.delta16(0x5555, 0x3285);
        assertEquals(0x0000, InternetChecksum.apply(0xDD2F, delta));

        assertEquals(0xFFFF, InternetChecksum.applyUdp(0xDD2F, delta));
        assertEquals(0xFFFF, InternetChecksum.complementUdp(0xFFFF));
        assertEquals(0x0001, InternetChecksum.complementUdp(0xFFFE));
    }

    @Test
    void shouldUpdateUdpChecksumThatIsAllOnes()
    {
        // 0xFFFF stands for a computed 0, so both must lead to the same
        final int delta = InternetChecksum.delta16(0x1234, 0x4321);

        assertEquals(InternetChecksum.apply(0, delta), InternetChecksum.applyUdp(0xFFFF, delta));
    }

    @Test
    void shouldUpdatePartialSumOfAddresses()
    {
        final int before = InternetChecksum.pseudoHeader(0xAC11_0002, 0x0808_0808, IpProtocol.UDP, 20);
        final int delta = InternetChecksum.delta32(0xAC11_0002, 0xC000_0201);

        assertEquals(InternetChecksum.pseudoHeader(0xC000_0201, 0x0808_0808, IpProtocol.UDP, 20),
            InternetChecksum.applyPartial(before, delta));
    }

    private int edge(final int value)
    {
        return switch (random.nextInt(4))
        {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> value;
            default -> random.nextInt();
        };
    }

    private UnsafeBuffer randomBuffer(final int length)
    {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return buffer(bytes);
    }
}
