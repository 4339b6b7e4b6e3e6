package io.tulle.daemon;

import io.tulle.dataplane.Pipeline;
import io.tulle.dataplane.PortOutputStage;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.ConntrackStage;
import io.tulle.nat.fragment.ReassemblyStage;
import io.tulle.nat.gateway.EgressStage;
import io.tulle.nat.gateway.GatewayStage;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.nat.mapping.AdmissionStage;
import io.tulle.nat.translate.RelatedStage;
import io.tulle.nat.translate.TranslateStage;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.BridgeStage;
import io.tulle.vswitch.EthernetInputStage;
import io.tulle.vswitch.FloodStage;
import io.tulle.vswitch.NeighborStage;
import io.tulle.vswitch.SourceGuardStage;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays the line that a frame walks, every stage in order:
 * <pre>
 *   EthernetInput > SourceGuard > Neighbor > Bridge > Flood > Gateway > Dns > Reassembly > Conntrack > Related >
 *   Admission > Translate > Egress > PortOutput
 * </pre>
 * Stages are made back to front, since each is given the bursts that it adds to. Called by the conductor, once a
 * worker.
 */
public final class PipelineFactory
{
    private PipelineFactory()
    {
    }

    /**
     * @param names      answers questions for names
     * @param unresolved takes packets whose next hop must be asked for its address first
     * @param report     copies what stages count for themselves
     * @param prefix     what the names of the stage counters begin with, such as {@code worker 0}
     */
    public static Pipeline create(final WorkerContext context, final BridgePorts ports, final NatContext nat,
        final Stage names, final UnresolvedFrames unresolved, final StageReport report, final CountersManager counters,
        final String prefix)
    {
        final List<Stage> stages = new ArrayList<>();
        final Stage gateway = addRouter(stages, context, nat, names, unresolved, report);
        final Stage flood = new FloodStage(context, ports);
        final Stage bridge = new BridgeStage(context, ports, flood.input(), gateway.input());
        final Stage neighbor = new NeighborStage(context, ports, bridge.input());
        final Stage sourceGuard = new SourceGuardStage(context, ports, neighbor.input());
        final Stage ethernetInput = new EthernetInputStage(context, ports, sourceGuard.input());
        stages.addAll(0, List.of(ethernetInput, sourceGuard, neighbor, bridge, flood));
        return new Pipeline(stages, stageCounters(stages, counters, prefix));
    }

    private static Stage addRouter(final List<Stage> stages, final WorkerContext context, final NatContext nat,
        final Stage names, final UnresolvedFrames unresolved, final StageReport report)
    {
        final IcmpErrors errors = new IcmpErrors(context, nat.ports());
        final Stage output = new PortOutputStage(context.egressQueues(), context.ports(), context.pool(),
            context.counters(), context.capture(), context.drop());
        final Stage egress = new EgressStage(context, nat, unresolved);
        final Stage translate = new TranslateStage(context, nat, errors, egress.input());
        final Stage admission = new AdmissionStage(context, nat, errors, translate.input());
        final Stage related = new RelatedStage(context, nat, egress.input());
        final Stage conntrack =
            new ConntrackStage(context, nat, related.input(), admission.input(), translate.input());
        final ReassemblyStage reassembly = new ReassemblyStage(context, errors, conntrack.input());
        report.watch(errors, reassembly);
        final Stage gateway = new GatewayStage(context, nat, errors, names.input(), reassembly.input(),
            conntrack.input());
        stages.addAll(List.of(gateway, names, reassembly, conntrack, related, admission, translate, egress, output));
        return gateway;
    }

    private static List<AtomicCounter> stageCounters(final List<Stage> stages, final CountersManager counters,
        final String prefix)
    {
        final List<AtomicCounter> stageCounters = new ArrayList<>();
        for (final Stage stage : stages)
        {
            stageCounters.add(counters.newCounter(prefix + ": frames through " + stage.name()));
        }
        return stageCounters;
    }
}
