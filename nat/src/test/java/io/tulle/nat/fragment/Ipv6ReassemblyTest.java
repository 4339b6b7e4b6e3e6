package io.tulle.nat.fragment;

import static io.tulle.nat.fragment.Packets.ETHERNET;
import static io.tulle.nat.fragment.Packets.IPV6;
import static io.tulle.nat.fragment.Packets.fragment6;
import static io.tulle.nat.fragment.Packets.udp6;
import static io.tulle.nat.fragment.Packets.withExtensions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** IPv6 fragments in, whole packets without a fragment header out. */
class Ipv6ReassemblyTest
{
    private static final int PORT = 1;
    private static final int UDP = 17;
    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;

    private final ReassemblyRig rig = new ReassemblyRig(PORT);
    private final byte[] whole = udp6("2001:db8::2", 3000); // 3,008 bytes of payload
    private final byte[] first = fragment6(whole, 0, 1232, true);
    private final byte[] second = fragment6(whole, 1232, 1232, true);
    private final byte[] last = fragment6(whole, 2464, 544, false);

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Conntrack - IPv6 fragmentation. */
    @Test
    void shouldPutFragmentsTogetherInAnyOrder()
    {
        assertTrue(NaiveChecksum.isIntact(new UnsafeBuffer(whole), 0, whole.length));
        for (final List<byte[]> order : ReassemblyStageTest.permutations(List.of(first, second, last)))
        {
            rig.run(PORT, order.toArray(new byte[0][]));
            rig.assertSent(whole);
            assertEquals(1280, rig.fragmentSize());
            assertEquals(UDP, rig.protocol());
            assertEquals(40, rig.transportDistance());
        }
    }

    /** Conntrack - IPv6 fragmentation with multiple extension headers, in order and out of order. */
    @Test
    void shouldKeepExtensionHeadersBeforeAndBehindTheFragmentHeader()
    {
        // hop-by-hop options and a routing header stay before; destination options of 16 bytes are in the first
        final byte[] packet = withExtensions(whole, HOP_BY_HOP, Hex.bytes("2b00 01 04 00000000 | 3c00 0400 00000000",
            "1101 01 0c 000000000000000000000000"));
        final byte[] head = fragment6(packet, IPV6 + 16, IPV6 + 8, 0, 1200, true);
        final byte[] tail = fragment6(packet, IPV6 + 16, IPV6 + 8, 1200, 3008 + 16 - 1200, false);
        rig.run(PORT, head, tail);
        rig.assertSent(packet);
        rig.run(PORT, tail, head);
        rig.assertSent(packet);
        assertEquals(UDP, rig.protocol());
        assertEquals(40 + 8 + 8 + 16, rig.transportDistance());
    }

    @Test
    void shouldRefuseAFirstFragmentWithoutTheWholeHeaderChain()
    {
        final byte[] packet = withExtensions(whole, DESTINATION_OPTIONS,
            Hex.bytes("1101 01 0c 000000000000000000000000"));
        rig.run(PORT, fragment6(packet, IPV6, 6, 0, 8, true));
        rig.assertDrops(PORT, 1, DropReason.IPV6_HEADER_CHAIN);
        rig.run(PORT, fragment6(packet, IPV6, 6, 0, 16, true));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
        assertEquals(0, rig.stage().waiting());
    }

    @Test
    void shouldRefuseAFragmentOfAFragment()
    {
        rig.run(PORT, fragment6(fragment6(whole, 0, 2464, true), 0, 1232, true));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    /** RFC 6946. */
    @Test
    void shouldLetAnAtomicFragmentPassAtOnce()
    {
        final byte[] atomic = fragment6(udp6("2001:db8::2", 100), 0, 108, false);
        rig.run(PORT, first, atomic);
        assertEquals(1, rig.sent().size());
        assertEquals(48, rig.transportDistance());
        assertEquals(0, rig.fragmentSize());
        assertEquals(1, rig.stage().waiting());
    }

    /** RFC 5722. */
    @Test
    void shouldRefuseAnOverlapAndWhatComesAfter()
    {
        rig.run(PORT, first, fragment6(whole, 1224, 1240, true), second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 3, DropReason.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseThePingOfDeath()
    {
        final byte[] fragment = fragment6(whole, 0, 1000, false);
        Packets.put(fragment, ETHERNET + IPV6 + 2, 65_528);
        rig.run(PORT, fragment);
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldPutTheLongestPacketTogether()
    {
        final byte[] longest = udp6("2001:db8::2", 65_535 - 8);
        rig.run(PORT, fragment6(longest, 60_000, 5535, false), fragment6(longest, 0, 60_000, true));
        rig.assertSent(longest);
    }

    @Test
    void shouldRefuseAPacketThatOnlyItsFirstFragmentMakesTooLong()
    {
        final byte[] longest = udp6("2001:db8::2", 65_535 - 8);
        final byte[] part = withExtensions(fragment6(longest, 0, 60_000, true), HOP_BY_HOP,
            Hex.bytes("2c00 01 04 00000000"));
        rig.run(PORT, part, fragment6(longest, 60_000, 5535, false));
        rig.assertNothingSent();
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldLeaveAsFragmentsNoLargerThanItCame()
    {
        rig.fragmentAgain();
        rig.run(PORT, last, first, second);
        final List<byte[]> sent = rig.sent();
        assertEquals(List.of(first.length, second.length, last.length), sent.stream().map((f) -> f.length).toList());
    }
}
