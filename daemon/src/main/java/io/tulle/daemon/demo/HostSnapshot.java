package io.tulle.daemon.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Remembers what the host has, so that the demo can show that it left nothing behind. */
final class HostSnapshot
{
    private static final Pattern WORD_BREAK = Pattern.compile("\\R");

    private final Map<String, TreeSet<String>> things = new LinkedHashMap<>();

    private HostSnapshot()
    {
    }

    static HostSnapshot take() throws IOException, InterruptedException
    {
        final HostSnapshot snapshot = new HostSnapshot();
        snapshot.add("interface", "ip", "-brief", "link");
        snapshot.add("namespace", "ip", "netns", "list");
        snapshot.add("route", "ip", "route", "show", "table", "all");
        return snapshot;
    }

    private void add(final String kind, final String... command) throws IOException, InterruptedException
    {
        final TreeSet<String> lines = new TreeSet<>();
        for (final String line : WORD_BREAK.split(Shell.run(command).output()))
        {
            // an interface's flags may change by themselves, its name does not
            lines.add("interface".equals(kind) ? line.split(" ", 2)[0] : line.strip());
        }
        things.put(kind, lines);
    }

    /** The last row of the demo's table. */
    DemoResult compare(final HostSnapshot after)
    {
        final StringBuilder left = new StringBuilder();
        things.forEach((kind, before) ->
        {
            final TreeSet<String> more = new TreeSet<>(after.things.get(kind));
            more.removeAll(before);
            final TreeSet<String> fewer = new TreeSet<>(before);
            fewer.removeAll(after.things.get(kind));
            more.forEach(thing -> left.append(' ').append(kind).append(" + ").append(thing));
            fewer.forEach(thing -> left.append(' ').append(kind).append(" - ").append(thing));
        });
        return DemoResult.of(left.isEmpty(), "nothing is left behind",
            left.isEmpty() ? "interfaces, namespaces and routes are as before" : left.substring(1));
    }
}
