package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.ethernet;
import static io.tulle.dataplane.test.FrameBuilder.gso;
import static io.tulle.dataplane.test.FrameBuilder.ipv4;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.VnetHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** IEEE 802.1D and 802.1Q: learning, filtering and forwarding, a requirement a test. */
class Dot1qConformanceTest
{
    private static final int EXPERIMENTAL = 0x88B5;

    private final SwitchBench bench = SwitchBench.withPorts(4);

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldFloodWhenDestinationIsUnknown()
    {
        bench.sendExpecting(1, unicast(1, 2), 2, 3, 4);
    }

    @Test
    void shouldSendToTheLearnedPortOnly()
    {
        bench.sendExpecting(2, unicast(2, 1), 1, 3, 4);
        bench.sendExpecting(1, unicast(1, 2), 2);
    }

    @Test
    void shouldFloodBroadcastToAllOthersOnce()
    {
        bench.sendExpecting(1, ethernet(MacAddress.BROADCAST, mac(1), EXPERIMENTAL, 46), 2, 3, 4);
        assertEquals(2, bench.worker.statistics(1).copies());
    }

    @Test
    void shouldFloodMulticastToAllOthersOnce()
    {
        bench.sendExpecting(3, ethernet(0x0100_5E00_00FBL, mac(3), EtherType.IPV4, 46), 1, 2, 4);
        bench.sendExpecting(3, ethernet(0x3333_0000_0001L, mac(3), EXPERIMENTAL, 46), 1, 2, 4);
    }

    @Test
    void shouldAlwaysFloodLinkLocalIpv4Multicast()
    {
        bench.sendExpecting(1, ipv4(0x0100_5E00_0001L, mac(1), ip(1), "224.0.0.1", 8), 2, 3, 4);
    }

    @Test
    void shouldNeverSendBackByTheIngressPort()
    {
        bench.send(1, unicast(1, 2));
        bench.worker.sent(2);
        bench.worker.sent(3);
        bench.worker.sent(4);
        bench.sendExpecting(1, ethernet(mac(1), 0x0242_0000_0099L, EXPERIMENTAL, 46), DropReason.SAME_PORT);
    }

    @Test
    void shouldAgeAfterThreeHundredSeconds()
    {
        learn(2);
        bench.worker.passSeconds(SwitchBench.AGEING_S - 1);
        assertEquals(0, bench.domain.fdb().age(bench.worker.seconds(), SwitchBench.AGEING_S));
        bench.sendExpecting(1, unicast(1, 2), 2);
        bench.worker.passSeconds(1);
        assertEquals(1, bench.domain.fdb().age(bench.worker.seconds(), SwitchBench.AGEING_S));
        bench.sendExpecting(1, unicast(1, 2), 2, 3, 4);
    }

    @Test
    void shouldAgeFromTheLastFrameAndNotFromTheFirst()
    {
        learn(2);
        bench.worker.passSeconds(200);
        learn(2);
        bench.worker.passSeconds(200);
        assertEquals(0, bench.domain.fdb().age(bench.worker.seconds(), SwitchBench.AGEING_S));
    }

    @Test
    void shouldAgeWithinTheStandardsRange()
    {
        for (final int ageingS : new int[]{10, 1_000_000})
        {
            learn(2);
            bench.worker.passSeconds(ageingS - 1);
            assertEquals(0, bench.domain.fdb().age(bench.worker.seconds(), ageingS));
            bench.worker.passSeconds(1);
            assertEquals(1, bench.domain.fdb().age(bench.worker.seconds(), ageingS));
        }
    }

    @Test
    void shouldAgeFastAfterATopologyChange()
    {
        learn(2);
        bench.worker.passSeconds(15); // 802.1D 8.3.5: the forward delay
        assertEquals(1, bench.domain.fdb().age(bench.worker.seconds(), 15));
    }

    @Test
    void shouldLearnOnlyFromAttachedPorts()
    {
        bench.forget(1);
        bench.sendExpecting(1, unicast(1, 2), DropReason.NOT_ATTACHED);
        assertEquals(0, bench.domain.fdb().size());
    }

    @Test
    void shouldNeverLearnAGroupSource()
    {
        bench.sendExpecting(1, ethernet(mac(2), 0x0342_0A00_0001L, EXPERIMENTAL, 46), DropReason.BAD_SOURCE_MAC);
        bench.sendExpecting(1, ethernet(mac(2), MacAddress.BROADCAST, EXPERIMENTAL, 46), DropReason.BAD_SOURCE_MAC);
        assertEquals(0, bench.domain.fdb().size());
    }

    @Test
    void shouldNeverLearnAZeroSource()
    {
        bench.sendExpecting(1, ethernet(mac(2), 0, EXPERIMENTAL, 46), DropReason.BAD_SOURCE_MAC);
        assertEquals(0, bench.domain.fdb().size());
    }

    @Test
    void shouldFloodToTheZeroDestinationAsToAnyUnknownOne()
    {
        bench.sendExpecting(1, ethernet(0, mac(1), EXPERIMENTAL, 46), 2, 3, 4);
    }

    @Test
    void shouldKeepOneEntryAnAddressAndTheNewestPortWins()
    {
        learn(2);
        bench.send(3, unicast(2, 1));
        drain();
        assertEquals(1, bench.domain.fdb().size());
        assertEquals(1, bench.domain.counters().moves());
        bench.sendExpecting(1, unicast(1, 2), 3);
    }

    @Test
    void shouldNeitherAgeNorOverwriteAStaticEntry()
    {
        bench.domain.fdb().addStatic(mac(2), 2);
        bench.send(3, unicast(2, 1));
        drain();
        bench.worker.passSeconds(1_000_000);
        bench.domain.fdb().age(bench.worker.seconds(), 10);
        bench.sendExpecting(1, unicast(1, 2), 2);
    }

    @Test
    void shouldNeverForwardTheSixteenReservedGroupAddresses()
    {
        for (long last = 0; last <= 0xF; last++)
        {
            bench.sendExpecting(1, ethernet(0x0180_C200_0000L | last, mac(1), 0x88CC, 46),
                DropReason.RESERVED_MULTICAST);
        }
        bench.sendExpecting(1, ethernet(0x0180_C200_0010L, mac(1), 0x88CC, 46), 2, 3, 4);
    }

    @Test
    void shouldNeverForwardReservedGroupAddressesBehindATagEither()
    {
        bench.sendExpecting(1, tagged(EtherType.DOT1Q, 5, ethernet(0x0180_C200_000EL, mac(1), 0x88CC, 46)),
            DropReason.RESERVED_MULTICAST);
    }

    @Test
    void shouldKeepFrameOrderBetweenTwoPorts()
    {
        learn(2);
        for (int i = 0; i < 100; i++)
        {
            bench.worker.arrive(1, unicast(1, 2, i));
        }
        bench.worker.run();
        final List<byte[]> sent = bench.worker.sent(2);
        assertEquals(100, sent.size());
        for (int i = 0; i < 100; i++)
        {
            assertArrayEquals(unicast(1, 2, i), sent.get(i));
        }
    }

    @Test
    void shouldKeepOrderBetweenFloodedAndKnownFramesOfOneBurst()
    {
        bench.worker.arrive(1, ethernet(MacAddress.BROADCAST, mac(1), EXPERIMENTAL, 46));
        bench.worker.arrive(1, ethernet(mac(2), mac(1), EXPERIMENTAL, 47));
        bench.worker.run();
        assertEquals(List.of(60, 61), bench.worker.sent(2).stream().map((frame) -> frame.length).toList());
    }

    @Test
    void shouldNotDuplicate()
    {
        learn(2);
        for (int i = 0; i < 64; i++)
        {
            bench.sendExpecting(1, unicast(1, 2, i), 2);
        }
        assertEquals(0, bench.worker.statistics(1).copies());
    }

    @Test
    void shouldDropAndCountFramesAboveTheIngressMtu()
    {
        bench.sendExpecting(1, unicast(1, 2, SwitchBench.MTU), 2, 3, 4);
        bench.sendExpecting(1, unicast(1, 2, SwitchBench.MTU + 1), DropReason.OVERSIZE);
    }

    @Test
    void shouldDropAndCountFramesAboveTheEgressMtuForThatPortOnly()
    {
        bench.attach(new BridgePort(5, bench.domain, 9000, null, false));
        bench.attach(new BridgePort(6, bench.domain, 9000, null, false));
        bench.sendExpecting(5, ethernet(mac(9), mac(5), EXPERIMENTAL, 9000), 6);
        assertEquals(4, bench.worker.drops(5, DropReason.EGRESS_MTU));
    }

    @Test
    void shouldCarryTheSmallestMtu()
    {
        bench.attach(new BridgePort(5, bench.domain, 68, null, false)); // RFC 791: every link carries 68 bytes
        bench.sendExpecting(5, ethernet(mac(1), mac(5), EXPERIMENTAL, 68), 1, 2, 3, 4);
        bench.sendExpecting(5, ethernet(mac(1), mac(5), EXPERIMENTAL, 69), DropReason.OVERSIZE);
    }

    @Test
    void shouldCarryTheLargestMtu()
    {
        bench.attach(new BridgePort(5, bench.domain, 65_521, null, false));
        bench.attach(new BridgePort(6, bench.domain, 65_521, null, false));
        bench.sendExpecting(5, ethernet(mac(6), mac(5), EXPERIMENTAL, 65_521), 6);
    }

    @Test
    void shouldNotCountTagsAsPayload()
    {
        bench.sendExpecting(1, tagged(EtherType.DOT1Q, 5, unicast(1, 2, SwitchBench.MTU)), 2, 3, 4);
        bench.sendExpecting(1, tagged(EtherType.DOT1AD, 6, tagged(EtherType.DOT1Q, 5, unicast(1, 2, SwitchBench.MTU))),
            2, 3, 4);
    }

    @Test
    void shouldMeasureABigSegmentedFrameByItsSegments()
    {
        final byte[] packet = ipv4(mac(2), mac(1), ip(1), ip(2), 20_000);
        packet[23] = 6; // TCP
        packet[46] = 0x50; // a header of 20 bytes
        bench.worker.arriveWithVnetHeader(1, gso(VnetHeader.GSO_TCPV4, 1460, 54, packet));
        bench.worker.run();
        assertEquals(1, bench.worker.sent(2).size());
        bench.worker.arriveWithVnetHeader(1, gso(VnetHeader.GSO_TCPV4, 1461, 54, packet));
        bench.worker.run();
        assertEquals(1, bench.worker.drops(1, DropReason.OVERSIZE));
    }

    @Test
    void shouldMeasureATaggedBigFrameByItsSegmentsToo()
    {
        final byte[] packet = ipv4(mac(2), mac(1), ip(1), ip(2), 20_000);
        packet[23] = 6;
        packet[46] = 0x50;
        bench.worker.arriveWithVnetHeader(1,
            gso(VnetHeader.GSO_TCPV4, 1460, 58, tagged(EtherType.DOT1Q, 5, packet)));
        bench.worker.run();
        assertEquals(1, bench.worker.sent(2).size());
    }

    @Test
    void shouldPassTaggedFramesOfEveryVlanUntouched()
    {
        for (final int vlanId : new int[]{0, 1, 42, 4094, 4095})
        {
            bench.sendExpecting(1, tagged(EtherType.DOT1Q, vlanId, unicast(1, 9)), 2, 3, 4);
        }
        bench.sendExpecting(1, tagged(EtherType.DOT1AD, 7, tagged(EtherType.DOT1Q, 42, unicast(1, 9))), 2, 3, 4);
    }

    @Test
    void shouldShareLearningAmongVlans()
    {
        bench.send(2, tagged(EtherType.DOT1Q, 42, unicast(2, 9)));
        drain();
        bench.sendExpecting(1, unicast(1, 2), 2);
    }

    @Test
    void shouldFlushByPort()
    {
        learn(2);
        learn(3);
        assertEquals(1, bench.domain.fdb().flushPort(2));
        bench.sendExpecting(1, unicast(1, 3), 3);
        bench.sendExpecting(1, unicast(1, 2), 2, 3, 4);
    }

    @Test
    void shouldFlushByMac()
    {
        learn(2);
        learn(3);
        assertEquals(true, bench.domain.fdb().remove(mac(2)));
        assertEquals(false, bench.domain.fdb().remove(mac(2)));
        bench.sendExpecting(1, unicast(1, 3), 3);
        bench.sendExpecting(1, unicast(1, 2), 2, 3, 4);
    }

    @Test
    void shouldFlushEverythingLearnedAndKeepStaticEntries()
    {
        learn(2);
        bench.domain.fdb().addStatic(mac(3), 3);
        assertEquals(1, bench.domain.fdb().flush());
        bench.sendExpecting(1, unicast(1, 3), 3);
        bench.sendExpecting(1, unicast(1, 2), 2, 3, 4);
    }

    @Test
    void shouldForgetTheAddressesOfAPortThatIsRemoved()
    {
        learn(2);
        bench.detach(2);
        bench.sendExpecting(1, unicast(1, 2), 3, 4);
    }

    private void learn(final int port)
    {
        bench.send(port, unicast(port, 9));
        drain();
    }

    private void drain()
    {
        for (int port = 1; port <= 4; port++)
        {
            bench.worker.sent(port);
        }
    }

    private static byte[] unicast(final int from, final int to)
    {
        return unicast(from, to, 46);
    }

    private static byte[] unicast(final int from, final int to, final int payloadBytes)
    {
        return ethernet(mac(to), mac(from), EXPERIMENTAL, payloadBytes);
    }
}
