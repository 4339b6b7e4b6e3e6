package io.tulle.nat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.nat.NatContext;

/**
 * A router in memory: two networks, one of them with a host port, an uplink that shares the host's addresses and one
 * with addresses of its own. What the gateway sends on to reassembly or conntrack leaves by a port that stands for it;
 * with {@link #isForwarding} it goes on to the egress stage and out by the shared uplink.
 */
final class RouterBench implements AutoCloseable
{
    static final int WEB = 1; // 10.0.0.2 on a network without host port
    static final int HOSTED = 3; // 10.0.3.2 on one with
    static final int NAMED = 4; // 10.0.4.2 on one whose gateway answers names
    static final int SHARED = 5; // 203.0.113.1
    static final int OWN = 6; // 198.51.100.1
    static final int HOST = 9;
    static final int CONNTRACK = 40;
    static final int REASSEMBLY = 41;
    static final int NAMES = 42;
    static final int NO_PORT = RoutedNetwork.NO_PORT;

    static final long GATEWAY_MAC = 0x0242_0A00_0001L;
    static final long HOSTED_GATEWAY_MAC = 0x0242_0A00_0301L;
    static final long NAMED_GATEWAY_MAC = 0x0242_0A00_0401L;
    static final long NAMED_MAC = 0x0242_0A00_0402L;
    static final long WEB_MAC = 0x0242_0A00_0002L;
    static final long HOSTED_MAC = 0x0242_0A00_0302L;
    static final long SHARED_MAC = 0x0200_0000_0005L;
    static final long OWN_MAC = 0x0200_0000_0006L;
    static final long ROUTER_MAC = 0x0200_0000_00FEL;
    static final String GATEWAY_LINK_LOCAL = "fe80::42:aff:fe00:1";

    final RouterPorts ports = new RouterPorts(64);
    final Routes routes = new Routes();
    final NatContext nat = new NatContext(null, ports, routes, null, null, null);
    IcmpErrors errors;
    LocalDelivery local;
    EgressStage egress;
    boolean isForwarding;
    int forwardTo = SHARED;
    UnresolvedFrames unresolved = UnresolvedFrames.NONE;
    final TestWorker worker = new TestWorker(this::stages);

    RouterBench()
    {
        for (final int port : new int[]{WEB, HOSTED, NAMED, SHARED, OWN, HOST, CONNTRACK, REASSEMBLY, NAMES})
        {
            worker.addPort(port, 65_535);
        }
        final RoutedNetwork web = network("web", 1, GATEWAY_MAC, "10.0.0.1", "fd00:17::1", NO_PORT);
        final RoutedNetwork hosted = network("hosted", 3, HOSTED_GATEWAY_MAC, "10.0.3.1", "fd00:3::1", HOST);
        final RoutedNetwork named = new RoutedNetwork("named", 4, 1500, NAMED_GATEWAY_MAC,
            InetText.parseIpv4("10.0.4.1"), ipv6("fd00:4::1").high(), ipv6("fd00:4::1").low(), HOST, SHARED, false,
            Masquerade.ALL, true);
        ports.put(endpoint(NAMED, named, NAMED_MAC, "10.0.4.2", "fd00:4::2"));
        ports.put(endpoint(WEB, web, WEB_MAC, "10.0.0.2", "fd00:17::2"));
        ports.put(endpoint(HOSTED, hosted, HOSTED_MAC, "10.0.3.2", "fd00:3::2"));
        ports.put(RouterPort.host(HOST, hosted));
        ports.put(uplink(SHARED, SHARED_MAC, true, "203.0.113.1", "2001:db8::1"));
        ports.put(uplink(OWN, OWN_MAC, false, "198.51.100.1", "2001:db8:6::1"));
        routes.set(List.of(), List.of(), List.of(ipv4("203.0.113.1"), ipv4("10.0.3.1")));
    }

    static Address ipv4(final String text)
    {
        return Address.ipv4(InetText.parseIpv4(text));
    }

    static Address ipv6(final String text)
    {
        final long[] halves = InetText.parseIpv6(text);
        return new Address(halves[0], halves[1]);
    }

    static RoutedNetwork network(final String name, final int realm, final long mac, final String gateway,
        final String gatewayV6, final int hostPort)
    {
        final int address = gateway.isEmpty() ? 0 : InetText.parseIpv4(gateway);
        final Address ipv6 = gatewayV6.isEmpty() ? new Address(0, 0) : ipv6(gatewayV6);
        return new RoutedNetwork(name, realm, 1500, mac, address, ipv6.high(), ipv6.low(), hostPort, SHARED, false,
            Masquerade.ALL, false);
    }

    static RouterPort endpoint(final int port, final RoutedNetwork network, final long mac, final String address,
        final String ipv6)
    {
        return RouterPort.endpoint(port, network, mac, InetText.parseIpv4(address), ipv6(ipv6).high(),
            ipv6(ipv6).low());
    }

    static RouterPort uplink(final int port, final long mac, final boolean isShared, final String address,
        final String ipv6)
    {
        final NextHops hops = new NextHops(
            List.of(new NextHops.Route(Prefix.ipv4(InetText.parseIpv4("192.0.2.0"), 24), null),
                new NextHops.Route(Prefix.ipv4(InetText.parseIpv4("198.18.0.0"), 15), ipv4("192.0.2.1")),
                new NextHops.Route(new Prefix(0, 0, 0), ipv6("fe80::1"))),
            List.of(new NextHops.Neighbor(ipv4("192.0.2.1"), ROUTER_MAC),
                new NextHops.Neighbor(ipv6("fe80::1"), ROUTER_MAC),
                new NextHops.Neighbor(ipv4("192.0.2.9"), 0x0200_0000_0099L)));
        return uplink(port, mac, isShared, address, ipv6, hops);
    }

    static RouterPort uplink(final int port, final long mac, final boolean isShared, final String address,
        final String ipv6, final NextHops hops)
    {
        final ExternalAddresses addresses = new ExternalAddresses(
            new long[]{0, ipv6(ipv6).high()}, new long[]{ipv4(address).low(), ipv6(ipv6).low()});
        return RouterPort.uplink(port,
            new Uplink("uplink" + port, 100 + port, 1500, mac, isShared, addresses, hops, 32_768, 60_999));
    }

    /** Sends a frame in and expects that it leaves unchanged by one port. */
    void expectPassed(final int port, final byte[] frame, final int egressPort)
    {
        worker.run(port, frame);
        final List<byte[]> sent = worker.sent(egressPort);
        assertEquals(1, sent.size(), "frames by port " + egressPort);
        assertArrayEquals(frame, sent.get(0));
    }

    /** Sends a frame in and expects that it is dropped for the reason and nobody is told. */
    void expectDropped(final int port, final byte[] frame, final DropReason reason)
    {
        final long before = worker.drops(port, reason);
        worker.run(port, frame);
        assertEquals(before + 1, worker.drops(port, reason), "drops for " + reason + " of " +
            worker.statistics(port).dropsByReason());
        assertEquals(0, worker.sent(port).size(), "answers");
    }

    /** Sends a frame in and expects that it is dropped for the reason and one frame comes back. */
    byte[] expectRefused(final int port, final byte[] frame, final DropReason reason)
    {
        final long before = worker.drops(port, reason);
        final byte[] answer = expectAnswer(port, frame);
        assertEquals(before + 1, worker.drops(port, reason), "drops for " + reason);
        return answer;
    }

    /** Sends a frame in and expects one frame back. */
    byte[] expectAnswer(final int port, final byte[] frame)
    {
        worker.run(port, frame);
        final List<byte[]> sent = worker.sent(port);
        assertEquals(1, sent.size(), "answers; drops " + worker.statistics(port).dropsByReason());
        return sent.get(0);
    }

    @Override
    public void close()
    {
        worker.close();
    }

    private List<Stage> stages(final WorkerContext context)
    {
        errors = new IcmpErrors(context, ports);
        local = new LocalDelivery(context, nat, errors);
        egress = new EgressStage(context, nat, (port, high, low, frame) -> unresolved.offer(port, high, low, frame));
        final StandIn conntrack = new StandIn(context, CONNTRACK);
        final StandIn reassembly = new StandIn(context, REASSEMBLY);
        final StandIn names = new StandIn(context, NAMES);
        final GatewayStage gateway =
            new GatewayStage(context, nat, errors, names.input(), reassembly.input(), conntrack.input());
        return List.of(new InputStage(context, gateway.input()), gateway, names, reassembly, conntrack, egress);
    }

    /** Notes ether type and tags as the switch does. */
    private static final class InputStage implements Stage
    {
        private final Burst input = new Burst();
        private final WorkerContext context;
        private final Burst next;

        InputStage(final WorkerContext context, final Burst next)
        {
            this.context = context;
            this.next = next;
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[]{next};
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                final int offset = context.pool().frames().dataOffset(frame);
                final int type = (int) context.pool().frames().sourceAndType(frame) & 0xFFFF;
                final boolean isTagged = EtherType.isTag(type);
                context.pool().frames().parsed(frame, isTagged ? EtherType.IPV4 : type, offset + (isTagged ? 18 : 14));
                next.add(frame);
            }
            input.clear();
            return size;
        }
    }

    /** Stands for the stages between the gateway and the egress. */
    private final class StandIn implements Stage
    {
        private final Burst input = new Burst();
        private final WorkerContext context;
        private final int port;

        StandIn(final WorkerContext context, final int port)
        {
            this.context = context;
            this.port = port;
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[]{egress.input()};
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                context.pool().frames().egressPort(frame, isForwarding ? forwardTo : port);
                if (isForwarding)
                {
                    egress.input().add(frame);
                }
                else
                {
                    context.egressQueues().add(frame, port);
                }
            }
            input.clear();
            return size;
        }
    }
}
