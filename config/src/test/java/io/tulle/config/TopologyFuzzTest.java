package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Breaks the examples in many ways: the loader must never throw, and always say where. */
class TopologyFuzzTest
{
    private static final int CASES = 20_000;
    private static final String[] WORDS = {"{", "}", "[", "]", ":", ": ", "- ", "\n", "  ", "\"", "'", "&a ", "*a",
        "<<: ", "!x ", "|", "? ", "#", "%", "@", "---\n", "\t", "\0", "\uFEFF", "\uD83D\uDE00", "\uD800",
        "null", "~", "-1", "0", "99999999999999999999", "1e9", "true",
        "10.30.0.0/24", "fd00::/64", "::", "/", "pid:", "container:",
        "default", "uplink: {interface: auto}\n", "uplinks: {", "nat: {timeouts: {", "udp", "49152-65535", "allow: [",
        "networks", "containers", "x-a", "ports: [", "driver_opts",
        "dns: {servers: [", "dns_opt: [ndots:2", "extra_hosts", "host-gateway", "corp.example",
        "com.docker.network.driver.mtu", "ipam", "subnet"};

    private static final String LINE_BREAKS = "\n\r\u0085\u2028\u2029"; // what YAML counts, now or formerly

    private final Random random = new Random(20261120);

    @Test
    void shouldNeverThrowAndAlwaysSayWhere() throws IOException
    {
        final List<String> examples = examples();
        int refused = 0;
        for (int i = 0; i < CASES; i++)
        {
            final String yaml = mutated(examples.get(i % examples.size()));
            final LoadResult result = load(yaml);
            refused += result.isGood() ? 0 : 1;
            check(result, yaml);
        }
        assertTrue(refused > CASES / 4 && refused < CASES, refused + " of " + CASES + " were refused");
    }

    private static LoadResult load(final String yaml)
    {
        try
        {
            return TopologyLoader.load(yaml, "fuzz.yaml");
        }
        catch (final RuntimeException | StackOverflowError e)
        {
            throw new AssertionError("threw on:\n" + yaml, e);
        }
    }

    private static void check(final LoadResult result, final String yaml)
    {
        final long lines = 1 + yaml.chars().filter(c -> LINE_BREAKS.indexOf(c) >= 0).count();
        for (final Problem problem : result.problems())
        {
            assertTrue(problem.line() >= 1 && problem.line() <= lines && problem.column() >= 1, problem + "\n" + yaml);
            assertEquals(1, problem.toString().lines().count(), yaml);
            assertFalse(problem.message().isEmpty(), yaml);
        }
        if (!result.isGood())
        {
            assertNull(result.topology());
        }
    }

    private String mutated(final String example)
    {
        final StringBuilder yaml = new StringBuilder(example);
        for (int i = 1 + random.nextInt(4); i > 0; i--)
        {
            final int at = random.nextInt(yaml.length() + 1);
            final int end = Math.min(yaml.length(), at + random.nextInt(12));
            switch (random.nextInt(5))
            {
                case 0 -> yaml.delete(at, end);
                case 1 -> yaml.insert(at, word());
                case 2 -> yaml.replace(at, end, word());
                case 3 -> yaml.insert(random.nextInt(yaml.length() + 1), yaml.substring(at, end));
                default -> yaml.insert(at, (char) random.nextInt(256));
            }
        }
        return yaml.toString();
    }

    private String word()
    {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static List<String> examples() throws IOException
    {
        final List<String> examples = new ArrayList<>();
        for (final String name :
            List.of("shop.yaml", "minimal.yaml", "ipv6.yaml", "many.yaml", "names.yaml", "docker.yaml"))
        {
            examples.add(Files.readString(Path.of("examples", name)));
        }
        return examples;
    }
}
