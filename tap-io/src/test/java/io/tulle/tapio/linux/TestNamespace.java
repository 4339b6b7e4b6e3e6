package io.tulle.tapio.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real namespace for one test, removed after it, with iproute2 as the second opinion. */
final class TestNamespace implements AutoCloseable
{
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String name = newName();
    private final NetworkNamespace namespace = NetworkNamespace.create(name);
    private final Netlink netlink = namespace.netlink();

    static String newName()
    {
        return "linux-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    }

    String name()
    {
        return name;
    }

    NetworkNamespace namespace()
    {
        return namespace;
    }

    Netlink netlink()
    {
        return netlink;
    }

    /** A veth in this namespace with its peer, both named, and the index of the first. */
    int veth(final String linkName, final String peerName)
    {
        netlink.createVeth(linkName, peerName, Netlink.SAME_NAMESPACE);
        return netlink.link(linkName).index();
    }

    /** What ip prints about this namespace. */
    String ip(final String arguments)
    {
        return command("nsenter --net=" + namespace.path() + " ip " + arguments);
    }

    /** Runs many ip commands at once, one a line. */
    void ipBatch(final String lines)
    {
        try
        {
            final Path file = Files.createTempFile("tulle-", ".ip");
            Files.writeString(file, lines);
            ip("-batch " + file);
            Files.delete(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static String command(final String line)
    {
        try
        {
            final List<String> words = new ArrayList<>(List.of(line.split(" ")));
            final Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (0 != process.waitFor())
            {
                throw new IllegalStateException(line + " failed: " + output);
            }
            return output;
        }
        catch (final IOException | InterruptedException ex)
        {
            throw new IllegalStateException(line, ex);
        }
    }

    @Override
    public void close()
    {
        netlink.close();
        namespace.delete();
    }
}
