package io.tulle.control;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Names of paper, which notes what it is asked, and answers a query only when it may. */
final class PaperNames implements NameSource
{
    static final NameRow ROW =
        new NameRow("web.front", "A", "10.30.0.2", 5, "front", "web", "container web");
    static final NameAnswer ANSWER = new NameAnswer("web", "A", "web", "NOERROR", List.of("web. 5 IN A 10.30.0.2"),
        "local", "front", null, 12, "network front has it");
    static final NameEvent EVENT =
        new NameEvent(1_763_683_200_123L, "web", "front", "db", "A", "NXDOMAIN", "upstream", 1_500);
    static final NameStatistics STATISTICS = new NameStatistics(Map.of("local", 3_000_000_000L),
        Map.of("NXDOMAIN", 2L), Map.of("count", 9L, "p99", 12_000L), 7);

    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    final Semaphore mayAnswer = new Semaphore(1_000);

    @Override
    public List<NameRow> names(final String network, final String container)
    {
        asked.add("names " + network + " " + container);
        return List.of(ROW, new NameRow("printer", "A", "10.9.9.9", 5, null, "web", "extra_hosts of web"));
    }

    @Override
    public NameAnswer query(final String container, final String name, final String type)
    {
        asked.add("query " + container + " " + name + " " + type);
        mayAnswer.acquireUninterruptibly();
        return ANSWER;
    }

    @Override
    public void log(final String container, final NameSink sink) throws IOException
    {
        asked.add("log " + container);
        sink.flush();
        sink.accept(EVENT);
        sink.accept(EVENT);
        sink.flush();
    }

    @Override
    public NameStatistics statistics()
    {
        return STATISTICS;
    }

    @Override
    public int flush()
    {
        return 7;
    }
}
