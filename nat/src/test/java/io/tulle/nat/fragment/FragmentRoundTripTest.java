package io.tulle.nat.fragment;

import static io.tulle.nat.fragment.Packets.ETHERNET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.tulle.dataplane.offload.Fragmenter;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was cut and put together is what it was, whatever its size, the link's, and the order. */
class FragmentRoundTripTest
{
    private static final int PORT = 1;
    private static final int CASES = 400;
    private static final int MAX_PAYLOAD = 65_507;

    private final ReassemblyRig rig = new ReassemblyRig(PORT);
    private final Fragmenter fragmenter = new Fragmenter();
    private final Random random = new Random(1);

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldGiveTheSameIpv4Packet()
    {
        for (int i = 0; i < CASES; i++)
        {
            final int mtu = 576 + random.nextInt(9000);
            final byte[] whole = Packets.udp4("10.0.0.2", size(mtu));
            final List<byte[]> fragments = fragments(whole, mtu);
            Packets.put(whole, ETHERNET + 4, Packets.get(fragments.get(0), ETHERNET + 4)); // has a new identification
            Packets.sum4(whole);
            fragments.forEach((f) -> assertEquals(0xFFFF, NaiveChecksum.sum(new UnsafeBuffer(f), ETHERNET, 20)));
            assertRoundTrip(whole, fragments);
        }
    }

    @Test
    void shouldGiveTheSameIpv6Packet()
    {
        for (int i = 0; i < CASES; i++)
        {
            final int mtu = 1280 + random.nextInt(9000);
            final byte[] plain = Packets.udp6("2001:db8::2", size(mtu));
            final byte[] whole = random.nextBoolean() ? plain :
                Packets.withExtensions(plain, 0, Hex.bytes("3c00 01 04 00000000 | 1100 01 04 00000000"));
            assertRoundTrip(whole, fragments(whole, mtu));
        }
    }

    /** At least two fragments, and at most as many as one burst takes. */
    private int size(final int mtu)
    {
        return mtu + random.nextInt(Math.min(MAX_PAYLOAD - 16 - mtu, 20 * mtu));
    }

    private List<byte[]> fragments(final byte[] whole, final int mtu)
    {
        final UnsafeBuffer buffer = Hex.buffer(whole);
        final UnsafeBuffer target = Hex.buffer(new byte[ETHERNET + mtu]); // one byte more is an error
        final List<byte[]> fragments = new ArrayList<>();
        assertTrue(fragmenter.wrap(buffer, 0, ETHERNET, whole.length, mtu));
        while (fragmenter.hasNext())
        {
            final byte[] fragment = new byte[fragmenter.next(target, 0)];
            target.getBytes(0, fragment);
            fragments.add(fragment);
        }
        return fragments;
    }

    private void assertRoundTrip(final byte[] whole, final List<byte[]> fragments)
    {
        assertTrue(fragments.size() > 1);
        final int largest = fragments.stream().mapToInt((f) -> f.length - ETHERNET).max().orElseThrow();
        Collections.shuffle(fragments, random);
        fragments.forEach((fragment) -> rig.worker().arrive(PORT, fragment));
        rig.worker().run();
        final List<byte[]> sent = rig.sent();
        assertEquals(1, sent.size());
        assertArrayEquals(whole, sent.get(0));
        assertEquals(largest, rig.fragmentSize());
    }
}
