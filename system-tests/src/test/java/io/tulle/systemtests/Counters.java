package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortStatistics;

/** What a Tulle counted, read from its counters file, dead or alive. Called by tests. */
record Counters(List<PortStatistics> ports, List<String> errors)
{
    static Counters read(final Path runDir)
    {
        try (CncReader reader = CncReader.open(runDir))
        {
            final List<String> errors = new ArrayList<>();
            reader.errors((count, firstMs, lastMs, trace) -> errors.add(trace));
            return new Counters(reader.ports(), errors);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Every frame is somewhere: what came in, and what flooding added, went out or was dropped for a reason. */
    static void assertNoFrameIsMissing(final Path runDir)
    {
        // a frame that is on its way right now is in one sum only, so it is asked again
        Eventually.eventually(() -> "rx + copies = tx + drops: " + read(runDir), () -> read(runDir).isBalanced());
    }

    boolean isBalanced()
    {
        return rxFrames() + sum(PortStatistics::copies) == txFrames() + sum(PortStatistics::drops);
    }

    long rxFrames()
    {
        return sum(PortStatistics::rxFrames);
    }

    long txFrames()
    {
        return sum(PortStatistics::txFrames);
    }

    long drops(final DropReason reason)
    {
        return sum(port -> port.dropsByReason().getOrDefault(reason, 0L));
    }

    Map<DropReason, Long> dropsByReason()
    {
        final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        ports.forEach(port -> port.dropsByReason().forEach((reason, count) -> drops.merge(reason, count, Long::sum)));
        return drops;
    }

    /** @param name container/network, without the prefix that tests give to neither. */
    PortStatistics port(final String name)
    {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst().orElseThrow(
            () -> new AssertionError("no port " + name + " in " + ports.stream().map(PortStatistics::name).toList()));
    }

    private long sum(final ToLongFunction<PortStatistics> count)
    {
        return ports.stream().mapToLong(count).sum();
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        ports.forEach(port -> text.append(String.format("%s: rx %d copies %d tx %d drops %s%n", port.name(),
            port.rxFrames(), port.copies(), port.txFrames(), port.dropsByReason())));
        return text.toString();
    }
}
