package io.tulle.daemon;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.Pipeline;
import io.tulle.dataplane.PortOutputStage;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.BridgeStage;
import io.tulle.vswitch.EthernetInputStage;
import io.tulle.vswitch.FloodStage;
import io.tulle.vswitch.NeighborStage;
import io.tulle.vswitch.NoRouterStage;
import io.tulle.vswitch.SourceGuardStage;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * Lays the line that a frame walks, every stage in order:
 * <pre>
 *   EthernetInput > SourceGuard > Neighbor > Bridge > Flood > PortOutput
 * </pre>
 * Stages are made back to front, since each is given the burst that it adds to. Called by the conductor, once a worker.
 */
public final class PipelineFactory
{
    private PipelineFactory()
    {
    }

    /** @param prefix what the names of the stage counters begin with, such as {@code worker 0}. */
    public static Pipeline create(final WorkerContext context, final BridgePorts ports, final CountersManager counters,
        final String prefix)
    {
        final Stage output = new PortOutputStage(context.egressQueues(), context.ports(), context.pool(),
            context.counters(), context.capture(), context.drop());
        final Stage flood = new FloodStage(context, ports);
        final Stage noRouter = new NoRouterStage(context);
        final Stage bridge = new BridgeStage(context, ports, flood.input(), noRouter.input());
        final Stage neighbor = new NeighborStage(context, ports, bridge.input());
        final Stage sourceGuard = new SourceGuardStage(context, ports, neighbor.input());
        final Stage ethernetInput = new EthernetInputStage(context, ports, sourceGuard.input());
        final List<Stage> stages = List.of(ethernetInput, sourceGuard, neighbor, bridge, flood, noRouter, output);
        return new Pipeline(stages, stageCounters(stages, counters, prefix));
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
