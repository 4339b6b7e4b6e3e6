package io.tulle.dataplane.offload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What fragments of a packet look like; that they make the packet again is tested where it is put together. */
class FragmenterTest
{
    private static final int IP = 14;
    private static final String ETHERNET = "02420a000001 02420a000002";

    private final Fragmenter fragmenter = new Fragmenter();

    @Test
    void shouldCutIpv4IntoMultiplesOfEightBytes()
    {
        final byte[] frame = FrameBuilder.ipv4(1, 2, "10.0.0.2", "192.0.2.9", 1000);
        frame[IP + 6] = 0x40; // DF, as its fragments had it
        final List<UnsafeBuffer> fragments = cut(frame, 576);
        assertEquals(2, fragments.size());
        assertEquals("023c", Hex.digits(fragments.get(0), IP + 2, 2), "552 bytes and the header");
        assertEquals("6000", Hex.digits(fragments.get(0), IP + 6, 2), "DF, MF, offset 0");
        assertEquals("4045", Hex.digits(fragments.get(1), IP + 6, 2), "DF, offset 552 / 8");
        assertEquals(Hex.digits(fragments.get(0), IP + 4, 2), Hex.digits(fragments.get(1), IP + 4, 2));
        fragments.forEach((f) -> assertEquals(0xFFFF, NaiveChecksum.sum(f, IP, 20)));
    }

    @Test
    void shouldTellPacketsApart()
    {
        final byte[] frame = FrameBuilder.ipv4(1, 2, "10.0.0.2", "192.0.2.9", 1000);
        assertNotEquals(Hex.digits(cut(frame, 576).get(0), IP + 4, 2), Hex.digits(cut(frame, 576).get(0), IP + 4, 2));
    }

    @Test
    void shouldGiveNoIdentificationTwice()
    {
        final FragmentIds identifications = new FragmentIds();
        final BitSet seen = new BitSet();
        for (int i = 0; i < 1 << 16; i++)
        {
            seen.set(identifications.nextIpv4());
        }
        assertEquals(1 << 16, seen.cardinality());
    }

    /** RFC 791 3.1: loose source routing has the copied flag, record route and no operation have not. */
    @Test
    void shouldRepeatOptionsWithTheCopiedFlag()
    {
        final List<UnsafeBuffer> fragments = cut(Hex.bytes(ETHERNET, "0800",
            "49 00 0044 0001 0000 40 11 0000 0a000002 c0000209",
            "01 07 07 04 c0000201 | 83 07 04 c0000202 | 00",
            "00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff"), 56);
        assertEquals(2, fragments.size());
        assertEquals("49000034", Hex.digits(fragments.get(0), IP, 4));
        assertEquals("01070704c0000201" + "830704c0000202" + "00", Hex.digits(fragments.get(0), IP + 20, 16));
        assertEquals("4700002c", Hex.digits(fragments.get(1), IP, 4));
        assertEquals("830704c0000202" + "00", Hex.digits(fragments.get(1), IP + 20, 8));
        assertEquals("0011223344556677", Hex.digits(fragments.get(1), IP + 28, 8));
        assertEquals(0xFFFF, NaiveChecksum.sum(fragments.get(1), IP, 28));
    }

    /** RFC 8200 4.5: hop-by-hop options and all up to the routing header come before the fragment header. */
    @Test
    void shouldPutTheFragmentHeaderBehindTheRoutingHeader()
    {
        final byte[] behind = Hex.bytes("3c00010400000000 | 2b00010400000000 | 3c00040000000000 | 1100010400000000");
        final byte[] payload = new byte[behind.length + 1400];
        System.arraycopy(behind, 0, payload, 0, behind.length);
        final List<UnsafeBuffer> fragments =
            cut(FrameBuilder.ipv6(1, 2, "2001:db8::2", "2001:db8::9", 0, payload), 1280);
        assertEquals(2, fragments.size());
        for (final UnsafeBuffer fragment : fragments)
        {
            assertEquals("00", Hex.digits(fragment, IP + 6, 1));
            assertEquals("3c00010400000000" + "2b00010400000000" + "2c00040000000000",
                Hex.digits(fragment, IP + 40, 24));
            assertEquals("3c00", Hex.digits(fragment, IP + 64, 2));
            assertEquals(fragment.capacity() - IP - 40, fragment.getShort(IP + 4, ByteOrder.BIG_ENDIAN));
        }
        assertEquals("0001", Hex.digits(fragments.get(0), IP + 66, 2));
        assertEquals("1100010400000000", Hex.digits(fragments.get(0), IP + 72, 8));
        assertEquals("04b8", Hex.digits(fragments.get(1), IP + 66, 2), "1,208 bytes");
        assertEquals(Hex.digits(fragments.get(0), IP + 68, 4), Hex.digits(fragments.get(1), IP + 68, 4));
    }

    @Test
    void shouldRefuseAFragmentAndALinkThatIsTooNarrow()
    {
        final byte[] frame = FrameBuilder.ipv4(1, 2, "10.0.0.2", "192.0.2.9", 1000);
        assertFalse(fragmenter.wrap(Hex.buffer(frame), 0, IP, frame.length, 27));
        frame[IP + 6] = 0x20;
        assertFalse(fragmenter.wrap(Hex.buffer(frame), 0, IP, frame.length, 576));
        assertFalse(fragmenter.hasNext());
    }

    @Test
    void shouldCutOrRefuseDamagedPackets()
    {
        final Mutator mutator = new Mutator(1, CapturedFrames.ALL.stream().map(Hex::bytes).toList());
        int cutCases = 0;
        for (int i = 0; i < 100_000; i++)
        {
            final byte[] bytes = mutator.next();
            final int networkOffset = 12 + IP;
            cutCases += bytes.length > networkOffset && fragmenter.wrap(Hex.buffer(bytes), 12, networkOffset,
                bytes.length - 12, 100) && !take(100).isEmpty() ? 1 : 0;
        }
        assertTrue(cutCases > 1000, "cut " + cutCases);
    }

    private List<UnsafeBuffer> cut(final byte[] frame, final int mtu)
    {
        assertTrue(fragmenter.wrap(Hex.buffer(frame), 0, IP, frame.length, mtu));
        return take(mtu);
    }

    private List<UnsafeBuffer> take(final int mtu)
    {
        final List<UnsafeBuffer> fragments = new ArrayList<>();
        final UnsafeBuffer target = Hex.buffer(new byte[IP + mtu]); // one byte more is an error
        while (fragmenter.hasNext())
        {
            final byte[] fragment = new byte[fragmenter.next(target, 0)];
            target.getBytes(0, fragment);
            fragments.add(Hex.buffer(fragment));
        }
        return fragments;
    }
}
