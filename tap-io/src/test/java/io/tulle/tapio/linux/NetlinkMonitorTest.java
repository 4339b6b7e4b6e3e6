package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.Ip.ip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes made through iproute2 are told of; a neighbour behind a veth pair answers. */
@Tag("root")
class NetlinkMonitorTest
{
    private static final int WAIT_MS = 5_000;
    private static final int QUIET_MS = 100;

    private final TestNamespace near = new TestNamespace();
    private final TestNamespace far = new TestNamespace();
    private NetlinkMonitor monitor;
    private int index;

    @BeforeEach
    void connect()
    {
        try (Fd farNamespace = far.namespace().open())
        {
            near.netlink().createVeth("eth0", "eth0", farNamespace.number());
        }
        far.ip("addr add 10.30.0.1/24 dev eth0");
        far.ip("addr add fd00:30::1/64 dev eth0 nodad");
        far.ip("link set eth0 up");
        near.ip("addr add 10.30.0.2/24 dev eth0");
        near.ip("addr add fd00:30::2/64 dev eth0 nodad");
        near.ip("link set eth0 up");
        index = near.netlink().link("eth0").index();
        monitor = near.namespace().call(NetlinkMonitor::new);
    }

    @AfterEach
    void remove()
    {
        monitor.close();
        near.close();
        far.close();
    }

    @Test
    void shouldTellOfLinksAddressesRoutesAndNeighbors()
    {
        for (final String change : List.of("link set eth0 mtu 1400", "addr add 10.31.0.1/24 dev eth0",
            "addr add fd00:31::1/64 dev eth0", "route add 10.40.0.0/16 via 10.30.0.1",
            "route add fd00:40::/64 via fd00:30::1", "neigh replace 10.30.0.7 lladdr 02:00:00:00:00:07 dev eth0"))
        {
            settle();
            near.ip(change);
            assertTrue(monitor.await(WAIT_MS), change);
        }
    }

    @Test
    @Timeout(60)
    void shouldBeQuietWhenNothingChangesAndEndAWaitWhenWoken()
    {
        settle();
        monitor.wakeUp();
        assertFalse(monitor.await(Integer.MAX_VALUE)); // woken, or this test ends by its timeout
        assertFalse(monitor.await(QUIET_MS));
    }

    @Test
    void shouldTellOfAChangeWhenThereWereMoreThanItCouldHold()
    {
        settle();
        final StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
        {
            batch.append(String.format("route add 10.%d.%d.0/24 via 10.30.0.1%n", 100 + i / 250, i % 250));
        }
        near.ipBatch(batch.toString());
        assertTrue(monitor.await(WAIT_MS));
        assertFalse(monitor.await(QUIET_MS));
    }

    @Test
    void shouldResolveANeighborThatIsAskedFor()
    {
        for (final String gateway : List.of("10.30.0.1", "fd00:30::1"))
        {
            final Neighbor neighbor = await(gateway, true);
            assertArrayEquals(far.netlink().link("eth0").mac(), neighbor.mac());
            assertTrue(neighbor.isFresh());
        }
    }

    @Test
    void shouldShowANeighborThatDoesNotAnswerAsFailed()
    {
        near.netlink().useNeighbor(index, ip("10.30.0.99"));
        final Neighbor neighbor = await("10.30.0.99", false);
        assertTrue(neighbor.isFailed());
        assertEquals(0, neighbor.mac().length);
    }

    private Neighbor await(final String address, final boolean isUsable)
    {
        final long deadlineNs = System.nanoTime() + 2 * WAIT_MS * 1_000_000L;
        while (System.nanoTime() < deadlineNs)
        {
            if (isUsable)
            {
                near.netlink().useNeighbor(index, ip(address)); // again: the other side may not have been up yet
            }
            for (final Neighbor neighbor : near.netlink().neighbors(index))
            {
                if (Arrays.equals(ip(address), neighbor.address()) &&
                    (isUsable ? neighbor.isUsable() : neighbor.isFailed()))
                {
                    return neighbor;
                }
            }
            monitor.await(QUIET_MS);
        }
        throw new AssertionError(near.ip("neigh show"));
    }

    /** What the namespace's own making still brings is over. */
    private void settle()
    {
        while (monitor.await(QUIET_MS))
        {
            Thread.onSpinWait();
        }
    }
}
