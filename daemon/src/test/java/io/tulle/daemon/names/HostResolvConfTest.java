package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** The host's servers are followed, however the file changes. */
class HostResolvConfTest
{
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException
    {
        file = folder.resolve("resolv.conf");
        write(file, "nameserver 192.0.2.1\n");
    }

    @Test
    void shouldSeeAFileThatWasWrittenAnew() throws IOException
    {
        final HostResolvConf conf = new HostResolvConf(file);
        assertFalse(hasChanged(conf));
        Files.writeString(file, "nameserver 192.0.2.2\n");

        assertTrue(hasChanged(conf));
        assertServer("192.0.2.2", conf);
        assertFalse(hasChanged(conf));
    }

    @Test
    void shouldSeeAFileThatWasReplacedByOneOfTheSameTimeAndLength() throws IOException
    {
        final HostResolvConf conf = new HostResolvConf(file);
        final Path other = folder.resolve("other");
        write(other, "nameserver 192.0.2.2\n");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertTrue(hasChanged(conf));
        assertServer("192.0.2.2", conf);
    }

    @Test
    void shouldSeeASecondChangeWithinTheFirstOnesTick() throws IOException
    {
        Files.writeString(file, "nameserver 192.0.2.2\n");
        final FileTime time = Files.getLastModifiedTime(file);
        final HostResolvConf conf = new HostResolvConf(file);
        Files.writeString(file, "nameserver 192.0.2.3\n");
        Files.setLastModifiedTime(file, time);

        assertTrue(hasChanged(conf));
        assertServer("192.0.2.3", conf);
    }

    @Test
    void shouldFollowASymbolicLink() throws IOException
    {
        final Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        final HostResolvConf conf = new HostResolvConf(link);
        Files.writeString(file, "nameserver 192.0.2.2\n");

        assertTrue(hasChanged(conf));
        assertServer("192.0.2.2", conf);
    }

    @Test
    void shouldAskTheHostItselfWithoutAFile() throws IOException
    {
        final HostResolvConf conf = new HostResolvConf(file);
        Files.delete(file);

        assertTrue(hasChanged(conf));
        assertServer("127.0.0.1", conf);
    }

    @Test
    void shouldNotTellOfAFileThatSaysTheSame() throws IOException
    {
        final HostResolvConf conf = new HostResolvConf(file);
        Files.writeString(file, "# again\nnameserver 192.0.2.1\n");

        assertFalse(hasChanged(conf));
    }

    private static void write(final Path path, final String text) throws IOException
    {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, LONG_AGO);
    }

    private static boolean hasChanged(final HostResolvConf conf)
    {
        return conf.hasChanged(System.currentTimeMillis());
    }

    private static void assertServer(final String address, final HostResolvConf conf)
    {
        assertEquals("[/" + address + ":53]", conf.current().servers().toString());
    }
}
