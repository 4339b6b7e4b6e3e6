package io.tulle.nat.mapping;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.nat.NatContext;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.ConntrackStage;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.NextHops;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.gateway.Uplink;

/**
 * A worker with the stages of a new session, two networks and an uplink; what is admitted leaves as it came in, so that
 * a test reads its session. Network web is 10.0.0.0/24, network lab is 10.0.1.0/24, the host is 192.0.2.100.
 */
final class AdmissionRig implements AutoCloseable
{
    static final int A = 1; // 10.0.0.2 and 2001:db8:0:1::2 on web
    static final int B = 2; // 10.0.0.3 and 2001:db8:0:1::3 on web
    static final int C = 3; // 10.0.1.2 on lab
    static final int HOST = 4;
    static final int UPLINK = 5;
    static final int OTHER_UPLINK = 6;
    static final int WEB = 11;
    static final int LAB = 12;
    static final int OUTSIDE = 21;
    static final int OTHER_OUTSIDE = 22;
    static final String EXTERNAL = "203.0.113.1";
    static final String HOST_ADDRESS = "192.0.2.100";

    final RouterPorts ports = new RouterPorts(64);
    final Routes routes = new Routes();
    final StaticMappings staticMappings = new StaticMappings();
    final List<StaticMapping> published = new ArrayList<>();
    final SessionTable sessions;
    final SessionDescriptor session;
    final NatSettings settings;
    final TestWorker worker;
    final Tuple tuple = new Tuple();
    private Mappings mappings;
    private NatContext nat;
    private int last = SessionTable.NO_SESSION;

    AdmissionRig(final NatSettings settings)
    {
        this.settings = settings;
        sessions = SessionTable.inMemory(settings.maxSessions());
        session = sessions.descriptor();
        network("web", WEB, "10.0.0.1", true, false, RoutedNetwork.NO_PORT, UPLINK);
        uplink(false, 1024, 65_535, EXTERNAL, "2001:db8:ffff::1");
        routes.set(List.of(subnet(WEB, "10.0.0.0", 24), subnet(LAB, "10.0.1.0", 24)),
            List.of(endpoint(WEB, "10.0.0.2", A), endpoint(WEB, "10.0.0.3", B), endpoint(LAB, "10.0.1.2", C)),
            List.of(Address.ipv4(InetText.parseIpv4(HOST_ADDRESS))));
        worker = new TestWorker(this::stages);
        for (int port = A; port <= OTHER_UPLINK; port++)
        {
            worker.addPort(port, 1500);
        }
    }

    static NatSettings settings(final FilteringBehavior udp, final FilteringBehavior tcp, final int maxSessions,
        final int guaranteed, final int max)
    {
        return new NatSettings(NatSettings.DEFAULTS.timeouts(), udp, tcp, maxSessions, guaranteed, max, true);
    }

    static AdmissionRig filtering(final FilteringBehavior behavior)
    {
        return new AdmissionRig(settings(behavior, behavior, 1 << 17, 256, 1 << 17));
    }

    static AdmissionRig create()
    {
        return filtering(FilteringBehavior.ADDRESS_DEPENDENT);
    }

    NatContext nat()
    {
        return nat;
    }

    Mappings mappings()
    {
        return mappings;
    }

    /** Both endpoints of a network are there anew. */
    void network(final String name, final int realm, final String gateway, final boolean isMasqueraded,
        final boolean isInternal, final int hostPort, final int uplinkPort)
    {
        final RoutedNetwork web = new RoutedNetwork(name, realm, 1500, 0x0242_0A00_0001L,
            InetText.parseIpv4(gateway), 0, 0, hostPort, uplinkPort, isInternal,
            isMasqueraded ? Masquerade.ALL : Masquerade.NONE, false);
        final RoutedNetwork lab = new RoutedNetwork("lab", LAB, 1500, 0x0242_0A00_0101L,
            InetText.parseIpv4("10.0.1.1"), 0, 0, RoutedNetwork.NO_PORT, uplinkPort, false, Masquerade.ALL,
            false);
        final long[] a = InetText.parseIpv6("2001:db8:0:1::2");
        ports.put(RouterPort.endpoint(A, web, 0x0242_0A00_0002L, InetText.parseIpv4("10.0.0.2"), a[0], a[1]));
        ports.put(RouterPort.endpoint(B, web, 0x0242_0A00_0003L, InetText.parseIpv4("10.0.0.3"), a[0], a[1] + 1));
        ports.put(RouterPort.endpoint(C, lab, 0x0242_0A00_0102L, InetText.parseIpv4("10.0.1.2"), 0, 0));
        ports.put(RouterPort.host(HOST, web));
    }

    void web(final boolean isMasqueraded, final boolean isInternal, final int hostPort, final int uplinkPort)
    {
        network("web", WEB, "10.0.0.1", isMasqueraded, isInternal, hostPort, uplinkPort);
    }

    void uplink(final boolean isShared, final int firstPort, final int lastPort, final String... addresses)
    {
        uplink(UPLINK, OUTSIDE, isShared, firstPort, lastPort, addresses);
    }

    void uplink(final int port, final int realm, final boolean isShared, final int firstPort, final int lastPort,
        final String... addresses)
    {
        final long[] high = new long[addresses.length];
        final long[] low = new long[addresses.length];
        for (int i = 0; i < addresses.length; i++)
        {
            high[i] = high(addresses[i]);
            low[i] = low(addresses[i]);
        }
        final NextHops nextHops = new NextHops(List.of(
            new NextHops.Route(Prefix.ipv4(0, 0), Address.ipv4(InetText.parseIpv4("203.0.113.254"))),
            new NextHops.Route(new Prefix(high("2000::"), 0, 3), new Address(high("fe80::1"), low("fe80::1")))),
            List.of());
        ports.put(RouterPort.uplink(port, new Uplink("uplink", realm, 1500, 0x0242_CB00_0001L, isShared,
            new ExternalAddresses(high, low), nextHops, firstPort, lastPort)));
    }

    /** Publishes ports first to last of TCP and UDP, at one external address or at all with "". */
    void publish(final String external, final int first, final int last, final int endpoint, final String internal,
        final int internalPort, final Prefix... allowed)
    {
        for (final int protocol : new int[]{6, 17})
        {
            published.add(new StaticMapping(protocol, external.isEmpty() ? 0 : high(external),
                external.isEmpty() ? 0 : low(external), first, last, endpoint, high(internal), low(internal),
                internalPort, allowed));
        }
        staticMappings.set(published);
    }

    /** Sends a frame in. @return the session that it has afterwards, or null when it has none. */
    SessionDescriptor send(final int port, final byte[] frame)
    {
        last = SessionTable.NO_SESSION;
        worker.run(port, frame);
        for (int other = A; other <= OTHER_UPLINK; other++)
        {
            if (SessionTable.NO_SESSION != last)
            {
                worker.sent(other);
            }
        }
        return SessionTable.NO_SESSION == last ? null : session.wrap(SessionTable.session(last));
    }

    /** @return the external endpoint that a frame from inside leaves with, or what became of it instead. */
    String external(final int port, final byte[] frame)
    {
        final SessionDescriptor found = send(port, frame);
        return null == found ? "refused" : text(found.tuple(Direction.REPLY, tuple), false);
    }

    int externalPort(final int port, final byte[] frame)
    {
        return Packets.port(external(port, frame));
    }

    /** @return how the answers of the last session look: where they come from and where they go. */
    String reply(final int port, final byte[] frame)
    {
        final SessionDescriptor found = send(port, frame);
        return null == found ? "refused" : found.tuple(Direction.REPLY, tuple).realm() + " " + text(tuple, true) +
            " > " + text(tuple, false) + " by " + found.egressPort(Direction.ORIGINAL);
    }

    String state()
    {
        return SessionState.name(session.state());
    }

    long drops(final int port, final DropReason reason)
    {
        return worker.drops(port, reason);
    }

    /** Ends every session at once, as the conductor does when they are timed out. */
    void endAll()
    {
        for (int i = 0; i < sessions.highWaterMark(); i++)
        {
            if (sessions.remove(i))
            {
                mappings.onEnd(session.wrap(i));
            }
        }
    }

    void end(final SessionDescriptor ended)
    {
        sessions.remove(ended.session());
        mappings.onEnd(ended);
    }

    @Override
    public void close()
    {
        worker.close();
        mappings.close();
        sessions.close();
    }

    static long high(final String address)
    {
        return address.contains(":") ? InetText.parseIpv6(address)[0] : 0;
    }

    static long low(final String address)
    {
        return address.contains(":") ? InetText.parseIpv6(address)[1] :
            InetAddresses.low(InetText.parseIpv4(address));
    }

    private static String text(final Tuple tuple, final boolean isSource)
    {
        final long high = isSource ? tuple.sourceHigh() : tuple.destinationHigh();
        final long low = isSource ? tuple.sourceLow() : tuple.destinationLow();
        final int port = isSource ? tuple.sourcePort() : tuple.destinationPort();
        return (InetAddresses.isIpv4(high, low) ? InetText.formatIpv4((int) low) :
            "[" + InetText.formatIpv6(high, low) + "]") + ":" + port;
    }

    private static Routes.Subnet subnet(final int realm, final String address, final int length)
    {
        return new Routes.Subnet(realm, Prefix.ipv4(InetText.parseIpv4(address), length));
    }

    private static Routes.Endpoint endpoint(final int realm, final String address, final int port)
    {
        return new Routes.Endpoint(realm, Address.ipv4(InetText.parseIpv4(address)), port);
    }

    private List<Stage> stages(final WorkerContext context)
    {
        mappings = new Mappings(settings, ports, context.clock()::nanoTime);
        nat = new NatContext(settings, ports, routes, sessions, mappings, staticMappings);
        final Exit exit = new Exit(context);
        final AdmissionStage admission = new AdmissionStage(context, nat, new IcmpErrors(context, ports), exit.input());
        final ConntrackStage conntrack = new ConntrackStage(context, nat, exit.input(), admission.input(),
            exit.input());
        return List.of(new Entry(context, conntrack.input()), conntrack, admission, exit);
    }

    /** Notes what the gateway stage does. */
    private static final class Entry implements Stage
    {
        private final Burst input = new Burst();
        private final Burst next;
        private final FrameDescriptor frames;

        private Entry(final WorkerContext context, final Burst next)
        {
            frames = context.pool().frames();
            this.next = next;
        }

        @Override
        public int process()
        {
            for (int i = 0; i < input.size(); i++)
            {
                final int frame = input.frame(i);
                final int network = frames.dataOffset(frame) + 14;
                final boolean isIpv4 = 0x45 == frames.buffer().getByte(network);
                frames.parsed(frame, isIpv4 ? EtherType.IPV4 : EtherType.IPV6, network);
                frames.transport(frame, frames.buffer().getByte(network + (isIpv4 ? 9 : 6)) & 0xFF,
                    network + (isIpv4 ? 20 : 40));
                next.add(frame);
            }
            final int size = input.size();
            input.clear();
            return size;
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
    }

    /** Notes the session, and lets the frame go out. */
    private final class Exit implements Stage
    {
        private final Burst input = new Burst();
        private final WorkerContext context;

        private Exit(final WorkerContext context)
        {
            this.context = context;
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                last = context.pool().frames().session(frame);
                context.egressQueues().add(frame, context.pool().frames().egressPort(frame));
            }
            input.clear();
            return size;
        }

        @Override
        public Burst input()
        {
            return input;
        }

        @Override
        public Burst[] outputs()
        {
            return new Burst[0];
        }
    }
}
