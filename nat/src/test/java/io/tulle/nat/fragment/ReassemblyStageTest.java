package io.tulle.nat.fragment;

import static io.tulle.nat.fragment.Packets.ETHERNET;
import static io.tulle.nat.fragment.Packets.fragment4;
import static io.tulle.nat.fragment.Packets.udp4;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** IPv4 fragments in, whole packets out; scenario names are those of Open vSwitch's system tests where they match. */
class ReassemblyStageTest
{
    private static final int PORT = 1;
    private static final int OTHER_PORT = 2;

    private final ReassemblyRig rig = new ReassemblyRig(PORT, OTHER_PORT);
    private final byte[] whole = udp4("10.0.0.2", 4000); // 4,008 bytes of payload
    private final byte[] first = fragment4(whole, 0, 1480, true);
    private final byte[] second = fragment4(whole, 1480, 1480, true);
    private final byte[] last = fragment4(whole, 2960, 1048, false);

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Conntrack - IPv4 fragmentation. */
    @Test
    void shouldPutFragmentsTogetherInOrder()
    {
        assertTrue(NaiveChecksum.isIntact(new UnsafeBuffer(whole), 0, whole.length));
        rig.run(PORT, first, second, last);
        rig.assertSent(whole);
        rig.assertDrops(PORT, 2, DropReason.FRAGMENT_HELD);
        assertEquals(1500, rig.fragmentSize());
        assertEquals(17, rig.protocol());
        assertEquals(20, rig.transportDistance());
    }

    /** Conntrack - IPv4 fragmentation out of order. */
    @Test
    void shouldPutFragmentsTogetherInAnyOrder()
    {
        final byte[][] fragments = {fragment4(whole, 0, 1000, true), fragment4(whole, 1000, 1008, true),
            fragment4(whole, 2008, 8, true), fragment4(whole, 2016, 1992, false)};
        int orders = 0;
        for (final List<byte[]> order : permutations(List.of(fragments)))
        {
            rig.run(PORT, order.toArray(new byte[0][]));
            rig.assertSent(whole);
            assertEquals(2012, rig.fragmentSize());
            orders++;
        }
        assertEquals(24, orders);
    }

    @Test
    void shouldPutFragmentsOfOneBurstTogether()
    {
        rig.worker().arrive(PORT, last);
        rig.worker().arrive(PORT, first);
        rig.worker().arrive(PORT, second);
        rig.worker().run();
        rig.assertSent(whole);
    }

    /** Conntrack - IPv4 fragmentation incomplete reassembled packet. */
    @Test
    void shouldSendNothingWhileAFragmentIsMissing()
    {
        rig.run(PORT, first, last);
        rig.assertNothingSent();
        assertEquals(1, rig.stage().waiting());
    }

    /** Conntrack - IPv4 fragmentation expiry. */
    @Test
    void shouldForgetAPacketAfterThirtySeconds()
    {
        rig.run(PORT, first, second);
        rig.worker().passSeconds(31);
        rig.run(PORT, last);
        rig.assertNothingSent();
        assertEquals(1, rig.stage().timedOut());
        assertEquals(1, rig.stage().waiting());
    }

    @Test
    void shouldWaitForTwentyNineSeconds()
    {
        rig.run(PORT, first, second);
        rig.worker().passSeconds(29);
        rig.run(PORT, last);
        rig.assertSent(whole);
    }

    @Test
    void shouldForgetPacketsWhenOtherFramesCome()
    {
        rig.run(PORT, first);
        rig.worker().passSeconds(31);
        for (int i = 0; i < ReassemblyTable.CAPACITY; i++)
        {
            rig.run(PORT, udp4("10.0.0.9", 10));
        }
        assertEquals(0, rig.stage().waiting());
    }

    @Test
    void shouldIgnoreAnExactDuplicate()
    {
        rig.run(PORT, first, first, last, last, first, second);
        rig.assertSent(whole);
        rig.assertDrops(PORT, 5, DropReason.FRAGMENT_HELD);
    }

    @Test
    void shouldRefuseADuplicateWithOtherBytes()
    {
        final byte[] forged = first.clone();
        forged[100]++;
        rig.run(PORT, first, forged, second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 3, DropReason.FRAGMENT_OVERLAP);
    }

    /** Conntrack - IPv4 fragmentation with overlapping fragments by 1 octet. */
    @Test
    void shouldRefuseAnOverlapByOneOctet()
    {
        rig.run(PORT, fragment4(whole, 0, 1481, true), second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldRefuseAnOverlapByOneOctetOfTheLastFragment()
    {
        rig.run(PORT, fragment4(whole, 8, 9, false), fragment4(whole, 16, 8, true), fragment4(whole, 0, 8, true));
        rig.assertNothingSent();
        rig.assertDrops(PORT, 2, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldRefuseAnOverlapByOneUnit()
    {
        rig.run(PORT, fragment4(whole, 0, 1488, true), second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 2, DropReason.FRAGMENT_OVERLAP);
    }

    /** Conntrack - IPv4 fragmentation with overlapping fragments out of order. */
    @Test
    void shouldRefuseAnOverlapOutOfOrder()
    {
        rig.run(PORT, last, second, fragment4(whole, 0, 1488, true), first);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 2, DropReason.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseAFragmentWithinAnother()
    {
        rig.run(PORT, first, fragment4(whole, 8, 16, true), second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 3, DropReason.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseAFragmentAroundOthers()
    {
        rig.run(PORT, fragment4(whole, 8, 16, true), fragment4(whole, 24, 8, true), fragment4(whole, 8, 24, true));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseTheBeginOfAnother()
    {
        rig.run(PORT, first, fragment4(whole, 0, 8, true), second, last);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 3, DropReason.FRAGMENT_OVERLAP);
    }

    @Test
    void shouldRefuseAnEndWhereMoreWasToCome()
    {
        rig.run(PORT, second, fragment4(whole, 1480, 1480, false));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
        rig.run(OTHER_PORT, fragment4(whole, 1480, 1480, false), second);
        rig.assertDrops(OTHER_PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldRefuseASecondEnd()
    {
        rig.run(PORT, last, fragment4(whole, 2960, 1040, false), first, second);
        rig.assertNothingSent();
        rig.assertDrops(PORT, 3, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldRefuseBytesBehindTheEnd()
    {
        rig.run(PORT, last, fragment4(whole, 4008, 8, true));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
        rig.run(OTHER_PORT, second, fragment4(whole, 1480, 8, false));
        rig.assertDrops(OTHER_PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldRefuseThePingOfDeath()
    {
        rig.run(PORT, fragment4(whole, 65_528, 1000, false), fragment4(whole, 65_520, 0, false));
        rig.assertDrops(PORT, 2, DropReason.FRAGMENT_MALFORMED);
        assertEquals(0, rig.stage().waiting());
    }

    @Test
    void shouldPutTheLongestPacketTogether()
    {
        final byte[] longest = udp4("10.0.0.2", 65_535 - 28);
        rig.run(PORT, fragment4(longest, 60_000, 5515, false), fragment4(longest, 0, 60_000, true));
        rig.assertSent(longest);
    }

    @Test
    void shouldRefuseAFirstFragmentWithoutPorts()
    {
        final byte[] tcp = udp4("10.0.0.2", 40);
        tcp[ETHERNET + 9] = 6;
        rig.run(PORT, fragment4(tcp, 0, 16, true));
        rig.assertDrops(PORT, 1, DropReason.FRAGMENT_MALFORMED);
    }

    @Test
    void shouldLeaveEthernetPaddingOut()
    {
        final byte[] packet = udp4("10.0.0.2", 1480);
        rig.run(PORT, Arrays.copyOf(fragment4(packet, 1480, 8, false), 60), fragment4(packet, 0, 1480, true));
        rig.assertSent(packet);
    }

    @Test
    void shouldLetAWholePacketPassAtOnce()
    {
        final byte[] packet = udp4("10.0.0.2", 100);
        rig.run(PORT, packet);
        rig.assertSent(packet);
        assertEquals(0, rig.fragmentSize());
    }

    @Test
    void shouldKeepDontFragmentAndTypeOfService()
    {
        final byte[] packet = udp4("10.0.0.2", 3000);
        packet[ETHERNET + 6] = 0x40;
        packet[ETHERNET + 1] = (byte) 0xB9;
        Packets.sum4(packet);
        rig.run(PORT, fragment4(packet, 1480, 1528, false), fragment4(packet, 0, 1480, true));
        rig.assertSent(packet);
    }

    /** RFC 3168 5.3. */
    @Test
    void shouldKeepCongestionThatOneFragmentMet()
    {
        final byte[] packet = udp4("10.0.0.2", 3000);
        packet[ETHERNET + 1] = 2;
        Packets.sum4(packet);
        final byte[] marked = fragment4(packet, 1480, 1528, false);
        marked[ETHERNET + 1] = 3;
        rig.run(PORT, marked, fragment4(packet, 0, 1480, true));
        packet[ETHERNET + 1] = 3;
        Packets.sum4(packet);
        rig.assertSent(packet);
    }

    @Test
    void shouldKeepPortsAndIdentificationsApart()
    {
        final byte[] other = udp4("10.0.0.2", 4000);
        Packets.put(other, ETHERNET + 4, 1);
        Packets.sum4(other);
        rig.run(PORT, first);
        rig.run(OTHER_PORT, last);
        rig.run(PORT, fragment4(other, 2960, 1048, false), second);
        rig.assertNothingSent();
        rig.run(PORT, last);
        assertArrayEquals(whole, rig.sent().get(0));
        assertEquals(2, rig.stage().waiting());
    }

    /** Conntrack - IPv4 Fragmentation + NAT, as far as this stage is in it. */
    @Test
    void shouldLeaveAsFragmentsNoLargerThanItCame()
    {
        rig.fragmentAgain();
        rig.run(PORT, last, first, second);
        final List<byte[]> sent = rig.sent();
        assertEquals(3, sent.size());
        assertEquals(1514, sent.get(0).length);
        assertArrayEquals(Arrays.copyOfRange(second, 34, 1514), Arrays.copyOfRange(sent.get(1), 34, 1514));
        assertEquals(last.length, sent.get(2).length);
        assertEquals(1, rig.worker().statistics(ReassemblyRig.OUT).txFrames());
    }

    static List<List<byte[]>> permutations(final List<byte[]> fragments)
    {
        if (fragments.isEmpty())
        {
            return List.of(List.of());
        }
        final List<List<byte[]>> permutations = new ArrayList<>();
        for (int i = 0; i < fragments.size(); i++)
        {
            final List<byte[]> rest = new ArrayList<>(fragments);
            final byte[] head = rest.remove(i);
            for (final List<byte[]> tail : permutations(rest))
            {
                final List<byte[]> order = new ArrayList<>(List.of(head));
                order.addAll(tail);
                permutations.add(order);
            }
        }
        return permutations;
    }
}
