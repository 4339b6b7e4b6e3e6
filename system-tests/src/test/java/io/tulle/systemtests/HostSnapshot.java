package io.tulle.systemtests;

import java.util.List;
import java.util.stream.Collectors;

/** What a host's network looks like to its tools, to compare before with after. Called by tests. */
record HostSnapshot(String links, String addresses, String routes, String ruleset, String sysctls)
{
    /** Counts and random seeds: they change by themselves. */
    private static final List<String> VOLATILE = List.of("nf_conntrack_count", "stable_secret", "kernel.random");

    /** @param prefix words before each tool, that take it to the host that is meant */
    static HostSnapshot take(final Commands commands, final List<String> prefix)
    {
        final String sysctls = output(commands, prefix, "sysctl", "-a", "--pattern", "^net\\.");
        return new HostSnapshot(
            output(commands, prefix, "ip", "-o", "link"),
            output(commands, prefix, "ip", "-o", "address"),
            output(commands, prefix, "ip", "route", "show", "table", "all"),
            output(commands, prefix, "nft", "list", "ruleset"),
            sysctls.lines().filter(line -> VOLATILE.stream().noneMatch(line::contains))
                .collect(Collectors.joining("\n")));
    }

    private static String output(final Commands commands, final List<String> prefix, final String... words)
    {
        return commands.run(Commands.join(prefix, words)).out();
    }
}
