package io.tulle.nat.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.test.TestWorker;
import io.tulle.nat.NatContext;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.ConntrackStage;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Uplink;

/**
 * A worker with the stages from connection tracking to translation, between stand-ins for what comes before and after
 * them, and sessions put in by hand: two endpoints of the network "web", one of "db", and an uplink.
 */
public final class TranslateRig implements AutoCloseable
{
    public static final int WEB = 1; // realms
    public static final int DB = 2;
    public static final int OUTSIDE = 100;

    public static final int PORT_A = 1; // 10.0.0.2, fd00:1::2
    public static final int PORT_B = 2; // 10.0.0.3, fd00:1::3
    public static final int PORT_C = 3; // 10.1.0.2, fd00:2::2
    public static final int UPLINK = 9; // 203.0.113.1, 2001:db8::1

    private static final int PORT_MTU = 9_000;
    private static final long GATEWAY_MAC = 0x0242_0A00_00FEL;

    private final RouterPorts ports = new RouterPorts(64);
    private final SessionTable sessions = SessionTable.inMemory(1_024);
    private final SessionDescriptor descriptor = sessions.descriptor();
    private final TestWorker worker;
    private int fragmentSize;
    private int sentFragmentSize;

    public TranslateRig()
    {
        worker = new TestWorker(this::stages);
        for (final int port : new int[]{PORT_A, PORT_B, PORT_C, UPLINK})
        {
            worker.addPort(port, PORT_MTU);
        }
        network(WEB, 1500);
        network(DB, 1500);
        uplink(1500, false);
    }

    private List<Stage> stages(final WorkerContext context)
    {
        final NatContext nat = new NatContext(NatSettings.DEFAULTS, ports, null, sessions, null, null);
        final Stage egress = new EgressStandIn(context);
        final Stage translate = new TranslateStage(context, nat, new IcmpErrors(context, ports), egress.input());
        final Stage admission = new AdmissionStandIn(context);
        final Stage related = new RelatedStage(context, nat, egress.input());
        final Stage conntrack =
            new ConntrackStage(context, nat, related.input(), admission.input(), translate.input());
        return List.of(new GatewayStandIn(context, conntrack.input()), conntrack, related, admission, translate,
            egress);
    }

    /** Gives a network, and the routes to its endpoints, another MTU. */
    public void network(final int realm, final int mtu)
    {
        final RoutedNetwork network = new RoutedNetwork(WEB == realm ? "web" : "db", realm, mtu, GATEWAY_MAC,
            0x0A00_0001 + (realm - 1 << 16), 0xFD00_0000_0000_0000L | (long) realm << 32, 1, RoutedNetwork.NO_PORT,
            UPLINK, false, Masquerade.ALL, false);
        for (int port = WEB == realm ? PORT_A : PORT_C; port <= (WEB == realm ? PORT_B : PORT_C); port++)
        {
            ports.put(RouterPort.endpoint(port, network, 0x0242_0A00_0000L + port, 0, 0, 0));
        }
    }

    public void uplink(final int mtu, final boolean isShared)
    {
        ports.put(RouterPort.uplink(UPLINK, new Uplink("uplink", OUTSIDE, mtu, 0x0242_0A00_0009L, isShared,
            new ExternalAddresses(new long[0], new long[0]), null, 1_024, 65_535)));
    }

    public RouterPorts ports()
    {
        return ports;
    }

    public SessionTable sessions()
    {
        return sessions;
    }

    public TestWorker worker()
    {
        return worker;
    }

    /** From now on frames count as put together from fragments of this size. */
    public void reassembledFrom(final int fragmentBytes)
    {
        fragmentSize = fragmentBytes;
    }

    /** @return the fragment size of the frame that left last. */
    public int sentFragmentSize()
    {
        return sentFragmentSize;
    }

    public static Tuple tuple(final int realm, final int protocol, final String source, final int sourcePort,
        final String destination, final int destinationPort)
    {
        final long[] from = Packets.address(source);
        final long[] to = Packets.address(destination);
        return new Tuple().realm(realm).protocol(protocol)
            .source(from[0], from[1], sourcePort).destination(to[0], to[1], destinationPort);
    }

    /** Inserts a session. @return its number */
    public int session(final int state, final Tuple original, final int originalPort, final Tuple reply,
        final int replyPort)
    {
        final int session = sessions.claim();
        descriptor.wrap(session)
            .tuple(Direction.ORIGINAL, original, originalPort)
            .tuple(Direction.REPLY, reply, replyPort)
            .state(state);
        descriptor.wrap(session).seen(Direction.ORIGINAL, worker.seconds(), 0);
        assertTrue(sessions.insert(session));
        return session;
    }

    /** A session of an endpoint to the outside, with the uplink's address and another port. */
    public int masquerade(final int protocol, final int state, final String inside, final int insidePort,
        final String remote, final int remotePort, final String external, final int externalPort)
    {
        return session(state,
            tuple(WEB, protocol, inside, insidePort, remote, remotePort), PORT_A,
            tuple(OUTSIDE, protocol, remote, remotePort, external, externalPort), UPLINK);
    }

    public SessionDescriptor descriptor(final int session)
    {
        return descriptor.wrap(session);
    }

    /** Sends a frame in by one port. @return the one that leaves by another */
    public byte[] pass(final int ingressPort, final byte[] frame, final int egressPort)
    {
        worker.run(ingressPort, frame);
        return onlyOne(egressPort);
    }

    /** As {@link #pass}, with a virtio-net header in front of what comes in. */
    public byte[] passWithVnetHeader(final int ingressPort, final byte[] frame, final int egressPort)
    {
        worker.arriveWithVnetHeader(ingressPort, frame);
        worker.run();
        return onlyOne(egressPort);
    }

    private byte[] onlyOne(final int egressPort)
    {
        final List<byte[]> sent = worker.sent(egressPort);
        assertEquals(1, sent.size(), () -> "frames sent; drops: " + drops());
        return sent.get(0);
    }

    private String drops()
    {
        final StringBuilder drops = new StringBuilder();
        for (final int port : new int[]{PORT_A, PORT_B, PORT_C, UPLINK})
        {
            drops.append(worker.statistics(port).dropsByReason());
        }
        return drops.toString();
    }

    /** Sends a frame in, and expects it to end there. */
    public void drop(final int ingressPort, final byte[] frame, final DropReason reason)
    {
        final long before = worker.drops(ingressPort, reason);
        worker.run(ingressPort, frame);
        assertEquals(before + 1, worker.drops(ingressPort, reason), this::drops);
    }

    @Override
    public void close()
    {
        worker.close();
        sessions.close();
    }

    /** Knows where the headers are, as the gateway does. */
    private final class GatewayStandIn implements Stage
    {
        private final Burst input = new Burst();
        private final Burst next;
        private final FrameDescriptor frames;
        private final Drop drop;
        private final PacketParser parser;

        private GatewayStandIn(final WorkerContext context, final Burst next)
        {
            this.next = next;
            frames = context.pool().frames();
            drop = context.drop();
            parser = new PacketParser(frames);
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                if (parser.parse(frame))
                {
                    frames.fragmentSize(frame, fragmentSize);
                    next.add(frame);
                }
                else
                {
                    drop.drop(frame, DropReason.IPV4_MALFORMED);
                }
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
            return new Burst[]{next};
        }
    }

    /** Admits nobody. */
    private static final class AdmissionStandIn implements Stage
    {
        private final Burst input = new Burst();
        private final Drop drop;

        private AdmissionStandIn(final WorkerContext context)
        {
            drop = context.drop();
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                drop.drop(input.frame(i), DropReason.NO_MAPPING);
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

    /** Sends by the port that the frame has, and knows no next hop. */
    private final class EgressStandIn implements Stage
    {
        private final Burst input = new Burst();
        private final EgressQueues queues;
        private final FrameDescriptor frames;

        private EgressStandIn(final WorkerContext context)
        {
            queues = context.egressQueues();
            frames = context.pool().frames();
        }

        @Override
        public int process()
        {
            final int size = input.size();
            for (int i = 0; i < size; i++)
            {
                final int frame = input.frame(i);
                sentFragmentSize = frames.fragmentSize(frame);
                frames.fragmentSize(frame, 0); // to see the packet whole
                queues.add(frame, frames.egressPort(frame));
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
