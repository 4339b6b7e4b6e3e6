package io.tulle.vswitch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.MacAddress;

/**
 * One network in memory with the whole line of the switch's stages: frames in by a port, frames out by others. After
 * every run the worker's books are checked.
 */
final class SwitchBench implements AutoCloseable
{
    static final int MTU = 1500;
    static final int FDB_ENTRIES = 4096;
    static final int AGEING_S = 300;

    final TestWorker worker = new TestWorker(this::stages);
    final BridgeDomain domain = domain("net");
    private final Set<Integer> attached = new TreeSet<>();
    private BridgePorts ports;

    /** A network with open ports 1 to so many. */
    static SwitchBench withPorts(final int count)
    {
        final SwitchBench bench = new SwitchBench();
        for (int port = 1; port <= count; port++)
        {
            bench.open(port);
        }
        return bench;
    }

    /** Docker's address of an endpoint: 02:42 and 10.0.0.port. */
    static long mac(final int port)
    {
        return MacAddress.fromIpv4(InetText.parseIpv4(ip(port)));
    }

    static String ip(final int port)
    {
        return "10.0.0." + port;
    }

    static String ipv6(final int port)
    {
        return "fd00::" + port;
    }

    static SourceGuard guard(final int port)
    {
        final long[] ipv6 = InetText.parseIpv6(ipv6(port));
        return SourceGuard.of(mac(port), InetText.parseIpv4(ip(port)), ipv6[0], ipv6[1]);
    }

    static NeighborTable.Neighbor neighbor(final int port)
    {
        final long[] ipv6 = InetText.parseIpv6(ipv6(port));
        return new NeighborTable.Neighbor(mac(port), InetText.parseIpv4(ip(port)), ipv6[0], ipv6[1]);
    }

    BridgeDomain domain(final String name)
    {
        return new BridgeDomain(name, new Fdb(FDB_ENTRIES, 64), new FdbCounters(worker.counters(), name));
    }

    /** Attaches a port that anybody may be behind. */
    void open(final int port)
    {
        attach(new BridgePort(port, domain, MTU, null, false));
    }

    /** Attaches a port whose endpoint may send from its own addresses only. */
    void guarded(final int port)
    {
        attach(new BridgePort(port, domain, MTU, guard(port), false));
    }

    void isolated(final int port)
    {
        attach(new BridgePort(port, domain, MTU, null, true));
    }

    void attach(final BridgePort port)
    {
        worker.addPort(port.index(), port.mtu());
        ports.put(port);
        port.domain().addMember(port);
        attached.add(port.index());
    }

    /** As the conductor does: no frame goes there any more, then the worker lets go, then its addresses go. */
    void detach(final int port)
    {
        final BridgeDomain network = ports.get(port).domain();
        ports.remove(port);
        network.removeMember(port);
        worker.removePort(port);
        network.fdb().flushPort(port);
        attached.remove(port);
    }

    /** Takes a port from the network although the worker still has it. */
    void forget(final int port)
    {
        ports.remove(port);
    }

    void send(final int port, final byte[] frame)
    {
        worker.run(port, frame);
    }

    /** Sends a frame, and checks that exactly those ports sent it on, untouched and once. */
    void sendExpecting(final int port, final byte[] frame, final int... egress)
    {
        send(port, frame);
        final List<Integer> expected = new ArrayList<>();
        for (final int index : egress)
        {
            expected.add(index);
        }
        final List<Integer> seen = new ArrayList<>();
        for (final int index : attached)
        {
            for (final byte[] sent : worker.sent(index))
            {
                assertArrayEquals(frame, sent);
                seen.add(index);
            }
        }
        assertEquals(expected, seen, "the ports that the frame left by");
    }

    /** Sends a frame, and checks that it ended its way for this reason. */
    void sendExpecting(final int port, final byte[] frame, final DropReason reason)
    {
        final long before = worker.drops(port, reason);
        sendExpecting(port, frame);
        assertEquals(before + 1, worker.drops(port, reason), reason.sentence());
    }

    /** Sends a frame, and checks that one answer comes back by the same port and nothing leaves by another. */
    byte[] sendExpectingAnswer(final int port, final byte[] frame)
    {
        send(port, frame);
        final List<byte[]> answers = worker.sent(port);
        assertEquals(1, answers.size(), "answers");
        attached.forEach((index) -> assertEquals(List.of(), worker.sent(index)));
        return answers.get(0);
    }

    @Override
    public void close()
    {
        worker.assertBooks();
        domain.close();
        worker.close();
    }

    private List<Stage> stages(final WorkerContext context)
    {
        ports = new BridgePorts(64);
        final Stage flood = new FloodStage(context, ports);
        final Stage noRouter = new NoRouterStage(context);
        final Stage bridge = new BridgeStage(context, ports, flood.input(), noRouter.input());
        final Stage neighbor = new NeighborStage(context, ports, bridge.input());
        final Stage sourceGuard = new SourceGuardStage(context, ports, neighbor.input());
        final Stage ethernetInput = new EthernetInputStage(context, ports, sourceGuard.input());
        return List.of(ethernetInput, sourceGuard, neighbor, bridge, flood, noRouter);
    }
}
