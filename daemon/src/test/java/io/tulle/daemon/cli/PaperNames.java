package io.tulle.daemon.cli;

import io.tulle.control.NameSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some names of paper; "gone" does not exist. */
final class PaperNames implements NameSource
{
    volatile String asked; // last

    @Override
    public List<NameRow> names(final String network, final String container)
    {
        asked = network + " " + container;
        return List.of(
            new NameRow("web.front", "A", "10.30.0.2", 5, "front", "web", "container web"),
            new NameRow("printer", "A", "10.9.9.9", 5, null, "web", "extra_hosts of web"));
    }

    @Override
    public NameAnswer query(final String container, final String name, final String type)
    {
        asked = container + " " + name + " " + type;
        return "gone".equals(name) ?
            new NameAnswer(name, type, container, "NXDOMAIN", List.of(), "upstream", null, "192.0.2.53", 12_345,
                "192.0.2.53 says that it does not exist") :
            new NameAnswer(name, type, "web", "NOERROR", List.of("db.\t5\tIN\tA\t172.30.0.10"), "local", "back", null,
                12, "container db of network back has this name");
    }

    @Override
    public void log(final String container, final NameSink sink) throws IOException
    {
        asked = String.valueOf(container);
        sink.flush();
        sink.accept(new NameEvent(1_763_683_200_123L, "web", "back", "db", "A", "NOERROR", "local", 12));
        sink.accept(new NameEvent(1_763_683_200_124L, null, "back", "gone.example", "AAAA", "NXDOMAIN", "upstream",
            12_345));
        sink.flush();
    }

    @Override
    public NameStatistics statistics()
    {
        final Map<String, Long> latencyUs = new LinkedHashMap<>();
        latencyUs.put("count", 2L);
        latencyUs.put("p99", 12_345L);
        return new NameStatistics(Map.of("local", 40L), Map.of("NXDOMAIN", 2L), latencyUs, 1_000);
    }

    @Override
    public int flush()
    {
        return 1;
    }
}
