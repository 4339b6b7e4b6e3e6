package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file can do to a reader before its words matter. */
class TopologyFileTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldTellThatThereIsNoSuchFile()
    {
        final Path file = folder.resolve("absent.yaml");

        assertEquals(List.of(file + ":1:1: there is no such file; check the path after -f"), told(file));
    }

    @Test
    void shouldTellThatAFolderIsNoFile()
    {
        assertEquals(List.of(folder + ":1:1: the file cannot be read: Is a directory; name a regular file"),
            told(folder));
    }

    @Test
    void shouldTellThatTheFileIsEmpty() throws IOException
    {
        for (final String nothing : List.of("", "\n\n", "# only a comment\n", "\uFEFF"))
        {
            final Path file = file(nothing.getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of(file + ":1:1: the file is empty; describe networks and containers; " +
                "see config/examples"), told(file));
        }
    }

    @Test
    void shouldTellThatTheFileIsNoText() throws IOException
    {
        final Path file = file(new byte[]{'a', (byte) 0xff, (byte) 0xfe, 0});

        assertEquals(List.of(file + ":1:1: the file is not UTF-8 text; is it a topology?"), told(file));
    }

    @Test
    void shouldTellWhereAControlCharacterStands() throws IOException
    {
        final Path file = file("name: a\nnetworks: {\0}\n".getBytes(StandardCharsets.UTF_8));

        assertEquals(
            List.of(file + ":2:12: U+0000 is a character that YAML does not allow; save the file as UTF-8 text"),
            told(file));
    }

    @Test
    void shouldTellThatTheFileIsHuge() throws IOException
    {
        final Path file = file(new byte[(4 << 20) + 1]);

        assertEquals(List.of(file + ":1:1: the file is larger than 4 MiB; is it a topology?"), told(file));
    }

    @Test
    void shouldReadAByteOrderMarkAway() throws IOException
    {
        assertEquals(List.of(), told(file("\uFEFFname: shop\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void shouldRefuseABillionLaughs()
    {
        final StringBuilder yaml = new StringBuilder("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++)
        {
            yaml.append("x-").append(i).append(": &a").append(i).append(" [");
            yaml.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }

        assertEquals(List.of("t.yaml:1:1: holds more than 500000 values or 40 levels once its aliases are followed; " +
            "write it flatter and smaller"), told(yaml.toString()));
    }

    @Test
    void shouldRefuseLaughsByMergeKeys()
    {
        final StringBuilder yaml = new StringBuilder("x-0: &a0 {k: v}\n");
        for (int i = 1; i < 30; i++)
        {
            yaml.append("x-").append(i).append(": &a").append(i).append(" {<<: [");
            yaml.append(("*a" + (i - 1) + ", ").repeat(9)).append("]}\n");
        }

        assertTrue(told(yaml.toString()).get(0).contains("once its aliases are followed"));
    }

    @Test
    void shouldRefuseDeepNests()
    {
        assertEquals(List.of("t.yaml:1:41: nests deeper than 40 levels; write it flatter and smaller"),
            told("[".repeat(1_000_000)));
    }

    @Test
    void shouldRefuseManyValues()
    {
        assertEquals(List.of("t.yaml:1:999996: holds more than 500000 values; write it flatter and smaller"),
            told("[" + "1,".repeat(1_000_000) + "]"));
    }

    @Test
    void shouldStopCountingMistakesAtAThousand()
    {
        final List<String> told = told("containers:\n" + keys(1500));

        assertEquals(1001, told.size());
        assertEquals("t.yaml:1001:3: 500 more mistakes are not shown; mend these first", told.get(1000));
    }

    private static String keys(final int count)
    {
        final StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            yaml.append("  _").append(i).append(": {}\n");
        }
        return yaml.toString();
    }

    @Test
    void shouldReadThousandsOfContainers()
    {
        final StringBuilder yaml =
            new StringBuilder("networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8}]}}}\ncontainers:\n");
        for (int i = 0; i < 10_000; i++)
        {
            yaml.append("  c").append(i).append(": {networks: {n: {ipv4_address: 10.1.").append(i / 256).append('.')
                .append(i % 256).append("}}}\n");
        }

        assertEquals(10_000, TopologyLoader.load(yaml.toString(), "t.yaml").topology().containers().size());
    }

    private Path file(final byte[] bytes) throws IOException
    {
        return Files.write(folder.resolve("topology.yaml"), bytes);
    }

    private static List<String> told(final Path file)
    {
        return TopologyLoader.load(file).problems().stream().map(Problem::toString).toList();
    }

    private static List<String> told(final String yaml)
    {
        return TopologyLoader.load(yaml, "t.yaml").problems().stream().map(Problem::toString).toList();
    }
}
