package io.tulle.daemon.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.control.Sandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Tulle writes the files of containers, and removes its own, after a kill, too. */
class ContainerFilesTest
{
    private final Sandbox web = Model.sandbox("web");
    private final Sandbox db = Model.sandbox("db");

    @TempDir
    private Path folder;
    private Path base;
    private Path file;
    private ContainerFiles files;

    @BeforeEach
    void open()
    {
        base = folder.resolve("netns");
        file = base.resolve("t-web/resolv.conf");
        files = new ContainerFiles(base, "");
    }

    @Test
    void shouldSayInTheFirstLineWhoseItIs() throws IOException
    {
        files.put(web, "nameserver 10.30.0.1\n");
        assertEquals("# Made by Tulle, which removes this file and its folders\nnameserver 10.30.0.1\n",
            Files.readString(file));
    }

    @Test
    void shouldWriteInPlaceSinceProgramsHaveAMountOfTheFile() throws IOException
    {
        files.put(web, "nameserver 10.30.0.1\n");
        final Object inode = Files.getAttribute(file, "unix:ino");
        files.put(web, "nameserver 10.31.0.1\n");

        assertTrue(Files.readString(file).endsWith("\nnameserver 10.31.0.1\n"));
        assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void shouldBeReadableForAllUsersOfTheContainer() throws IOException
    {
        files.put(web, "nameserver 10.30.0.1\n");
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldRemoveWhatAnEarlierRunMade() throws IOException
    {
        files.put(web, "nameserver 10.30.0.1\n");
        files.put(db, "nameserver 10.30.0.1\n");
        final ContainerFiles next = new ContainerFiles(base, "");
        next.put(web, "nameserver 10.31.0.1\n");
        next.put(web, null);
        assertFalse(Files.exists(base.resolve("t-web")));
        next.put(db, null);

        assertFalse(Files.exists(base));
    }

    @Test
    void shouldLeaveAFileAloneThatIsNotItsOwn() throws IOException
    {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "nameserver 192.0.2.1\n");
        files.put(web, "nameserver 10.30.0.1\n");
        files.put(web, null);

        assertEquals("nameserver 192.0.2.1\n", Files.readString(file));
    }

    @Test
    void shouldLeaveAFileAloneThatIsAnotherTulles() throws IOException
    {
        new ContainerFiles(base, "1f").put(web, "nameserver 10.31.0.1\n");
        files.put(web, "nameserver 10.30.0.1\n");
        files.put(web, null);

        assertTrue(Files.readString(file).contains("10.31.0.1"));
    }

    @Test
    void shouldKeepAFolderThatWasThereOrThatHoldsOtherFiles() throws IOException
    {
        Files.createDirectories(file.getParent());
        files.put(web, "nameserver 10.30.0.1\n");
        files.put(web, null);
        assertTrue(Files.isDirectory(file.getParent()));

        files.put(db, "nameserver 10.30.0.1\n");
        Files.writeString(base.resolve("t-db/hosts"), "");
        files.put(db, null);
        assertTrue(Files.exists(base.resolve("t-db/hosts")));
        assertFalse(Files.exists(base.resolve("t-db/resolv.conf")));
    }

    @Test
    void shouldNotWriteThroughALinkThatLeadsNowhereYet() throws IOException
    {
        final Path target = folder.resolve("target");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, target);
        files.put(web, "nameserver 10.30.0.1\n");
        assertFalse(Files.exists(target));
        files.put(web, null);
        assertTrue(Files.isSymbolicLink(file));
    }

    @Test
    void shouldNotWriteThroughALinkToAFileOfItsOwn() throws IOException
    {
        files.put(db, "nameserver 10.30.0.1\n");
        final Path own = base.resolve("t-db/resolv.conf");
        final String before = Files.readString(own);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, own);
        files.put(web, "nameserver 10.31.0.1\n");
        files.put(web, null);
        assertEquals(before, Files.readString(own));
    }

    @Test
    void shouldNotWriteIntoAFolderThatIsALink() throws IOException
    {
        final Path other = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(base);
        Files.createSymbolicLink(base.resolve("t-web"), other);
        files.put(web, "nameserver 10.30.0.1\n");
        assertFalse(Files.exists(other.resolve("resolv.conf")));
    }

    @Test
    void shouldNotReadFromAPipe() throws IOException, InterruptedException
    {
        Files.createDirectories(file.getParent());
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> files.put(web, "nameserver 10.30.0.1\n"));
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> files.put(web, null));
        assertTrue(Files.exists(file));
    }

    @Test
    void shouldKnowOnlyNamespacesWithAName()
    {
        assertNull(ContainerFiles.of(base, Path.of("/run/netns/..")));
        assertEquals(base.resolve("x/resolv.conf"), ContainerFiles.of(base, Path.of("/run/netns/x")));
        assertNull(ContainerFiles.of(base, Path.of("/proc/1/ns/net")));
        assertNull(ContainerFiles.of(base, null));
    }
}
