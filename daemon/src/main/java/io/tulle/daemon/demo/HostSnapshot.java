package io.tulle.daemon.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Remembers what the host has, so that the demo can show that it left nothing behind. Namespaces come and go on a host
 * that is at work, so only those of the demo's own name count; interfaces and routes of the host count all.
 */
final class HostSnapshot
{
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final Pattern COUNTDOWN = Pattern.compile(" expires \\d+sec");

    private final Map<String, Set<String>> things = new LinkedHashMap<>();

    private HostSnapshot()
    {
    }

    /** @param ownName what the names of the demo's namespaces start with */
    static HostSnapshot take(final String ownName) throws IOException, InterruptedException
    {
        final HostSnapshot snapshot = new HostSnapshot();
        // an interface's flags may change by themselves, its name does not
        snapshot.things.put("interface", lines((line) -> line.split(" ", 2)[0], "ip", "-brief", "link"));
        snapshot.things.put("route", lines((line) -> COUNTDOWN.matcher(line).replaceAll("").strip(),
            "ip", "route", "show", "table", "all"));
        snapshot.things.put("namespace", lines((line) -> line.startsWith(ownName) ? line : "", "ip", "netns", "list"));
        return snapshot;
    }

    static HostSnapshot of(final Map<String, Set<String>> things)
    {
        final HostSnapshot snapshot = new HostSnapshot();
        snapshot.things.putAll(things);
        return snapshot;
    }

    private static Set<String> lines(final UnaryOperator<String> shown, final String... command)
        throws IOException, InterruptedException
    {
        final Set<String> lines = new TreeSet<>();
        for (final String line : LINE_BREAK.split(Shell.run(command).output()))
        {
            lines.add(shown.apply(line));
        }
        lines.remove("");
        return lines;
    }

    /** The last row of the demo's table. */
    DemoResult compare(final HostSnapshot after)
    {
        final List<String> differences = new ArrayList<>();
        things.forEach((kind, before) ->
        {
            addMissing(differences, kind + " is left: ", after.things.get(kind), before);
            addMissing(differences, kind + " is gone: ", before, after.things.get(kind));
        });
        return DemoResult.of(differences.isEmpty(), "nothing is left behind", differences.isEmpty() ?
            "interfaces, routes and namespaces are as before" : String.join(", ", differences));
    }

    private static void addMissing(
        final List<String> differences, final String what, final Set<String> in, final Set<String> notIn)
    {
        in.stream().filter(thing -> !notIn.contains(thing)).forEach(thing -> differences.add(what + thing));
    }
}
