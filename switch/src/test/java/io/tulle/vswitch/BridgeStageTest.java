package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.ethernet;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What else trusted bridges are tested for: isolation, moves, overflow, ports that come and go. */
class BridgeStageTest
{
    private static final int EXPERIMENTAL = 0x88B5;

    private final SwitchBench bench = new SwitchBench();

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldKeepIsolatedPortsApartButNotFromOthers()
    {
        bench.isolated(1);
        bench.isolated(2);
        bench.open(3);
        bench.sendExpecting(1, broadcast(1), 3);
        bench.sendExpecting(3, broadcast(3), 1, 2);
        bench.sendExpecting(2, broadcast(2), 3);
        bench.sendExpecting(1, unicast(1, 2), DropReason.PORT_ISOLATED);
        bench.sendExpecting(1, unicast(1, 3), 3);
        bench.sendExpecting(3, unicast(3, 1), 1);
    }

    @Test
    void shouldSayThatIsolationLeavesNobodyToFloodTo()
    {
        bench.isolated(1);
        bench.isolated(2);
        bench.sendExpecting(1, broadcast(1), DropReason.PORT_ISOLATED);
    }

    @Test
    void shouldSayThatThereIsNoOtherPort()
    {
        bench.isolated(1);
        bench.sendExpecting(1, broadcast(1), DropReason.NO_OTHER_PORT);
    }

    @Test
    void shouldKeepNetworksApartEvenWithAStaleEntry()
    {
        bench.open(1);
        final BridgeDomain other = bench.domain("other");
        bench.attach(new BridgePort(2, other, SwitchBench.MTU, null, false));
        bench.domain.fdb().learn(mac(9), 2, bench.worker.seconds());
        bench.sendExpecting(1, unicast(1, 9), DropReason.PORT_GONE);
        bench.sendExpecting(1, broadcast(1), DropReason.NO_OTHER_PORT);
        other.close();
    }

    @Test
    void shouldDropForAPortThatWentAway()
    {
        bench.open(1);
        bench.open(2);
        bench.send(2, broadcast(2));
        bench.worker.sent(1);
        bench.forget(2);
        bench.sendExpecting(1, unicast(1, 2), DropReason.PORT_GONE);
    }

    @Test
    void shouldCountAFloodedFrameOfWhichOnePortIsDown()
    {
        bench.open(1);
        bench.open(2);
        bench.open(3);
        bench.worker.port(2).down(true);
        bench.sendExpecting(1, broadcast(1), 3);
        assertEquals(1, bench.worker.drops(1, DropReason.PORT_DOWN));
    }

    @Test
    void shouldDampAnAddressThatMovesTooOftenAndLetItMoveAgainLater()
    {
        bench.open(1);
        bench.open(2);
        bench.open(3);
        for (int i = 0; i <= Fdb.MAX_MOVES; i++)
        {
            bench.send(1 + i % 2, unicast(9, 8)); // learned at 1, moves to 2, to 1, ...
        }
        final int last = 1 + Fdb.MAX_MOVES % 2;
        bench.send(3 - last, unicast(9, 8));
        drain();
        assertEquals(Fdb.MAX_MOVES, bench.domain.counters().moves());
        assertEquals(1, bench.domain.counters().damped());
        bench.sendExpecting(3, unicast(3, 9), last);
        bench.worker.passSeconds(Fdb.MOVE_WINDOW_S);
        bench.send(3 - last, unicast(9, 8));
        drain();
        bench.sendExpecting(3, unicast(3, 9), 3 - last);
    }

    @Test
    void shouldLetOthersKeepTheirEntriesUnderAFloodOfAHundredThousandSources()
    {
        bench.open(1);
        bench.open(2);
        bench.open(3);
        for (int host = 0; host < 50; host++)
        {
            bench.send(2, ethernet(MacAddress.BROADCAST, host(host), EXPERIMENTAL, 46));
        }
        for (int source = 0; source < 100_000; source++)
        {
            bench.worker.arrive(1, ethernet(mac(3), 0x0600_0000_0000L | source * 7919L, EXPERIMENTAL, 46));
            if (0 == source % 200)
            {
                bench.worker.run();
                drain();
            }
        }
        bench.worker.run();
        drain();
        assertEquals(50, bench.domain.fdb().size(2), "the other port's addresses");
        for (int host = 0; host < 50; host++)
        {
            bench.sendExpecting(3, ethernet(host(host), mac(3), EXPERIMENTAL, 46), 2);
        }
        assertTrue(bench.domain.fdb().size() <= SwitchBench.FDB_ENTRIES);
        assertTrue(bench.domain.counters().evictions() > 90_000);
    }

    @Test
    void shouldLearnNewHostsOfOthersWhileOnePortFillsTheTable()
    {
        bench.open(1);
        bench.open(2);
        bench.open(3);
        for (int source = 0; source < 10_000; source++)
        {
            bench.domain.fdb().learn(0x0600_0000_0000L | source * 7919L, 1, bench.worker.seconds());
        }
        for (int host = 0; host < 50; host++)
        {
            bench.send(2, ethernet(MacAddress.BROADCAST, host(host), EXPERIMENTAL, 46));
        }
        drain();
        assertEquals(50, bench.domain.fdb().size(2));
        bench.sendExpecting(3, ethernet(host(0), mac(3), EXPERIMENTAL, 46), 2);
    }

    private void drain()
    {
        for (int port = 1; port <= 3; port++)
        {
            bench.worker.sent(port);
        }
    }

    private static long host(final int number)
    {
        return 0x0242_0B00_0000L | number;
    }

    private static byte[] broadcast(final int from)
    {
        return ethernet(MacAddress.BROADCAST, mac(from), EXPERIMENTAL, 46);
    }

    private static byte[] unicast(final int from, final int to)
    {
        return ethernet(mac(to), mac(from), EXPERIMENTAL, 46);
    }
}
