package io.tulle.nat.conntrack;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Finds the session that a packet belongs to: a known one goes on to be translated, a new one to admission, an ICMP
 * error to where the packet inside is looked at. Called by the worker.
 *
 * <p>A burst is looked up in two passes: the first reads and hashes every tuple and touches the table's buckets, the
 * second compares, when the memory has answered. One by one, each look-up would wait for its own cache misses.
 */
public final class ConntrackStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst toRelated;
    private final Burst toAdmission;
    private final Burst toTranslate;
    private final Burst[] outputs;
    private final FrameDescriptor frames;
    private final Drop drop;
    private final RouterPorts ports;
    private final SessionTable sessions;
    private final TupleReader reader;
    private final SessionTracker tracker;
    private final SessionDescriptor session;
    private final Tuple[] tuples = new Tuple[Burst.CAPACITY];
    private final long[] hashes = new long[Burst.CAPACITY];
    private final int[] candidates = new int[Burst.CAPACITY];
    private final int[] known = new int[Burst.CAPACITY]; // frames whose tuples were read
    private int knownCount;
    private long touched; // kept, so that no compiler drops the reads

    public ConntrackStage(final WorkerContext context, final NatContext nat,
        final Burst toRelated, final Burst toAdmission, final Burst toTranslate)
    {
        this.toRelated = toRelated;
        this.toAdmission = toAdmission;
        this.toTranslate = toTranslate;
        outputs = new Burst[]{toRelated, toAdmission, toTranslate};
        frames = context.pool().frames();
        drop = context.drop();
        ports = nat.ports();
        sessions = nat.sessions();
        reader = new TupleReader(context.pool());
        tracker = new SessionTracker(context);
        session = sessions.descriptor();
        for (int i = 0; i < tuples.length; i++)
        {
            tuples[i] = new Tuple();
        }
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return outputs;
    }

    @Override
    public int process()
    {
        final int size = input.size();
        knownCount = 0;
        for (int i = 0; i < size; i++)
        {
            read(input.frame(i));
        }
        input.clear();
        lookUp();
        return size;
    }

    private void read(final int frame)
    {
        final RouterPort ingress = ports.get(frames.ingressPort(frame));
        if (null == ingress)
        {
            drop.drop(frame, DropReason.NOT_ATTACHED); // let go since the frame came in
            return;
        }
        final Tuple tuple = tuples[knownCount];
        switch (reader.read(frame, ingress.realm(), tuple))
        {
            case TupleReader.OK:
                final long hash = sessions.hash(tuple);
                final int candidate = sessions.candidate(hash);
                touched += sessions.touch(candidate);
                candidates[knownCount] = candidate;
                hashes[knownCount] = hash;
                known[knownCount++] = frame;
                break;
            case TupleReader.ICMP_ERROR:
                toRelated.add(frame);
                break;
            case TupleReader.UNSUPPORTED:
                drop.drop(frame, isShared(ingress) ? DropReason.LEFT_TO_HOST : DropReason.ICMP_UNSUPPORTED);
                break;
            default:
                drop.drop(frame, DropReason.TRANSPORT_MALFORMED);
                break;
        }
    }

    private static boolean isShared(final RouterPort ingress)
    {
        return ingress.isUplink() && ingress.uplink().isShared();
    }

    private void lookUp()
    {
        for (int i = 0; i < knownCount; i++)
        {
            final int frame = known[i];
            final int reference = sessions.lookup(hashes[i], tuples[i], candidates[i]);
            if (SessionTable.NO_SESSION == reference)
            {
                toAdmission.add(frame);
            }
            else
            {
                found(frame, reference);
            }
        }
    }

    private void found(final int frame, final int reference)
    {
        session.wrap(SessionTable.session(reference));
        final int direction = SessionTable.direction(reference);
        final int egressPort = session.egressPort(direction);
        if (null == ports.get(egressPort))
        {
            drop.drop(frame, DropReason.PORT_GONE); // its sessions are about to end
            return;
        }
        tracker.onPacket(frame, session, direction);
        frames.session(frame, reference);
        frames.egressPort(frame, egressPort);
        toTranslate.add(frame);
    }
}
