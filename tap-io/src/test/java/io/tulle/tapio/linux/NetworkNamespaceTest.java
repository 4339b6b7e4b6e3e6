package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.CLONE_NEWNS;
import static io.tulle.tapio.linux.FileConstants.MS_PRIVATE;
import static io.tulle.tapio.linux.FileConstants.MS_REC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, lifetimes and errors of real namespaces, seen by iproute2 too. */
@Tag("root")
class NetworkNamespaceTest
{
    @Test
    void shouldCreateWhatIproute2SeesAndDeleteIt()
    {
        final String name = TestNamespace.newName();
        final NetworkNamespace namespace = NetworkNamespace.create(name);
        assertTrue(namespace.exists());
        assertTrue(TestNamespace.command("ip netns list").contains(name));
        assertTrue(TestNamespace.command("ip -n " + name + " -j link show").contains("\"ifname\":\"lo\""));
        namespace.delete();
        assertFalse(namespace.exists());
        assertFalse(Files.exists(namespace.path()));
    }

    @Test
    void shouldUseAndDeleteWhatIproute2Created()
    {
        final String name = TestNamespace.newName();
        TestNamespace.command("ip netns add " + name);
        final NetworkNamespace namespace = NetworkNamespace.named(name);
        assertEquals(List.of("lo"), names(namespace));
        namespace.delete();
        assertFalse(TestNamespace.command("ip netns list").contains(name));
    }

    @Test
    void shouldLeaveTheDirectoryMountedOnce() throws IOException
    {
        try (TestNamespace first = new TestNamespace(); TestNamespace second = new TestNamespace())
        {
            assertNotEquals(first.namespace().inode(), second.namespace().inode());
            final String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
            assertEquals(1, mounts.lines().filter((line) -> line.contains(" /run/netns rw")).count());
        }
    }

    @Test
    void shouldMakeTheDirectoryWhereThereIsNone()
    {
        final String name = TestNamespace.newName();
        NamespaceThread.call("linux-mounts", () ->
        {
            final LibC libC = Linux.libC();
            Linux.check(libC.unshare(CLONE_NEWNS), "unshare", "CLONE_NEWNS");
            Linux.check(libC.mount("none", "/", "none", MS_REC | MS_PRIVATE, 0), "mount", "/");
            Linux.check(libC.mount("tmpfs", "/run", "tmpfs", 0, 0), "mount", "/run");
            final NetworkNamespace namespace = NetworkNamespace.create(name);
            assertTrue(namespace.exists());
            assertTrue(TestNamespace.command("ip netns list").contains(name));
            TestNamespace.command("ip netns add " + name + "b");
            namespace.delete();
            assertFalse(namespace.exists());
            return null;
        });
        assertFalse(NetworkNamespace.named(name).exists());
    }

    @Test
    void shouldRunWorkInsideOnAThreadOfItsOwn()
    {
        try (TestNamespace test = new TestNamespace())
        {
            final Thread[] thread = new Thread[1];
            final NamespaceId inside = test.namespace().call(() ->
            {
                thread[0] = Thread.currentThread();
                return NetworkNamespace.path(Path.of("/proc/thread-self/ns/net")).inode();
            });
            assertEquals(test.namespace().inode(), inside);
            assertNotSame(Thread.currentThread(), thread[0]);
            assertFalse(thread[0].isAlive());
            assertNotEquals(inside, NetworkNamespace.self().inode());
        }
    }

    @Test
    void shouldLeaveNoThreadInsideThatKeepsItAlive() throws IOException
    {
        try (TestNamespace test = new TestNamespace())
        {
            final Path own = Path.of("/proc/thread-self/ns/net");
            final NamespaceWork<Path, IOException> work = () -> Files.readSymbolicLink(own);
            final Path inside = test.namespace().call(work);
            assertTrue(namespacesOfThreads().contains(Files.readSymbolicLink(own)));
            assertFalse(namespacesOfThreads().contains(inside), inside::toString);
        }
    }

    @Test
    void shouldFindANamespaceByProcess()
    {
        final NetworkNamespace byPid = NetworkNamespace.pid((int) ProcessHandle.current().pid());
        assertEquals(NetworkNamespace.self().inode(), byPid.inode());
        assertTrue(byPid.exists());
    }

    @Test
    void shouldThrowTheWorksOwnException()
    {
        final FileNotFoundException thrown = new FileNotFoundException("gone");
        final NamespaceWork<String, FileNotFoundException> work = () ->
        {
            throw thrown;
        };
        final FileNotFoundException caught =
            assertThrows(FileNotFoundException.class, () -> NetworkNamespace.self().call(work));
        assertSame(thrown, caught);
    }

    @Test
    void shouldFinishWorkAndKeepTheInterruptOfItsCaller()
    {
        Thread.currentThread().interrupt();
        assertEquals("done", NetworkNamespace.self().call(() -> "done"));
        assertTrue(Thread.interrupted());
    }

    @Test
    void shouldSayThatANamespaceDoesNotExist()
    {
        final NetworkNamespace missing = NetworkNamespace.named("linux-missing");
        assertFalse(missing.exists());
        final Exception ex = assertThrows(LinuxException.class, () -> missing.call(() -> "never"));
        assertEquals("open network namespace /run/netns/linux-missing: No such file or directory (ENOENT); " +
            "create it first: ip netns add NAME, or netns: create", ex.getMessage());
    }

    @Test
    void shouldSayThatAProcessDoesNotExist()
    {
        final Exception ex = assertThrows(LinuxException.class, () -> NetworkNamespace.pid(0).call(() -> "never"));
        assertEquals("open network namespace /proc/0/ns/net: No such file or directory (ENOENT); " +
            "there is no such process", ex.getMessage());
    }

    @Test
    void shouldSayThatAFileIsNoNamespace(@TempDir final Path directory) throws IOException
    {
        final NetworkNamespace file = NetworkNamespace.path(Files.createFile(directory.resolve("file")));
        assertFalse(file.exists());
        final Exception ex = assertThrows(LinuxException.class, () -> file.call(() -> "never"));
        final String expected = "setns " + file + ": Invalid argument (EINVAL); this is no network namespace";
        assertTrue(ex.getMessage().startsWith(expected), ex.getMessage());
    }

    @Test
    void shouldSayThatAnotherKindOfNamespaceIsNone()
    {
        final NetworkNamespace mountNamespace = NetworkNamespace.path(Path.of("/proc/self/ns/mnt"));
        assertFalse(mountNamespace.exists());
        final LinuxException ex = assertThrows(LinuxException.class, () -> mountNamespace.call(() -> "never"));
        assertEquals(Errno.EINVAL, ex.errno());
    }

    @Test
    void shouldRefuseATakenNameAndKeepItsOwner()
    {
        try (TestNamespace test = new TestNamespace())
        {
            final NamespaceId before = test.namespace().inode();
            final LinuxException ex = assertThrows(LinuxException.class, () -> NetworkNamespace.create(test.name()));
            assertEquals(Errno.EEXIST, ex.errno());
            assertTrue(ex.getMessage().contains("the name is taken"));
            assertEquals(before, test.namespace().inode());
        }
    }

    @Test
    void shouldRefuseNamesThatLeaveTheDirectory()
    {
        assertThrows(IllegalArgumentException.class, () -> NetworkNamespace.named("../x"));
        assertThrows(IllegalArgumentException.class, () -> NetworkNamespace.named(""));
        assertThrows(IllegalStateException.class, () -> NetworkNamespace.self().delete());
    }

    @Test
    void shouldSeeThatANameMeansAnotherNamespaceNow()
    {
        final String name = TestNamespace.newName();
        final NetworkNamespace old = NetworkNamespace.create(name);
        final NamespaceId before = old.inode();
        try (Fd kept = old.open())
        {
            old.delete();
            assertThrows(LinuxException.class, old::inode);
            NetworkNamespace.create(name);
            assertNotEquals(before, old.inode());
            assertTrue(kept.number() >= 0);
        }
        old.delete();
    }

    /** Without those that ended for Java, and that the kernel may take some time more to bury. */
    private static Set<Path> namespacesOfThreads() throws IOException
    {
        final Set<Path> namespaces = new HashSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task")))
        {
            for (final Path task : tasks)
            {
                addNamespace(task, namespaces);
            }
        }
        return namespaces;
    }

    private static void addNamespace(final Path task, final Set<Path> namespaces)
    {
        try
        {
            if (!Files.readString(task.resolve("comm")).startsWith("netns-"))
            {
                namespaces.add(Files.readSymbolicLink(task.resolve("ns/net")));
            }
        }
        catch (final IOException ex)
        {
            // the thread ended between two looks at it
        }
    }

    private static List<String> names(final NetworkNamespace namespace)
    {
        try (Netlink netlink = namespace.netlink())
        {
            return netlink.links().stream().map(Link::name).filter("lo"::equals).toList();
        }
    }
}
