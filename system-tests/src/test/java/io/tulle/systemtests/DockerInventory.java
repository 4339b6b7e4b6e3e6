package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What containers of Docker leave on the host and in its Tulle if somebody forgets them; the same before and after.
 * Called by tests.
 */
record DockerInventory(List<String> devices, List<String> files, String state, int sessions, int ports,
    int descriptors)
{
    static DockerInventory take(final DockerHost docker)
    {
        final Instance tulle = docker.host().tulle();
        try
        {
            return new DockerInventory(
                docker.devices(),
                tree(tulle.runDir().getParent()),
                Files.readString(tulle.stateDir().resolve("state.json")),
                tulle.json("sessions", "--json").size(),
                tulle.json("ports", "--json").size(),
                descriptors(tulle.daemon().pid()));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** As it is when all that comes by and by is there: names, and which namespaces they are. */
    static DockerInventory settled(final DockerHost docker)
    {
        Eventually.eventually("names of containers", () ->
        {
            boolean isSettled = true;
            for (final JsonNode sandbox : Instance.parse(take(docker).state()).path("sandboxes"))
            {
                isSettled &= sandbox.has("identity") && sandbox.has("engine");
            }
            return isSettled;
        });
        return take(docker);
    }

    private static List<String> tree(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            return files.map(Path::toString).sorted().toList();
        }
    }

    /** Those of a process: namespaces that it holds are among them. */
    private static int descriptors(final long pid)
    {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd")))
        {
            return (int) files.count();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Fails unless everything is gone in a while that was not there then. */
    void assertIsBackOn(final DockerHost docker)
    {
        Eventually.eventually(() -> this + " as before, but there is " + take(docker), () -> equals(take(docker)));
    }

    /** As above for a Tulle that was started since then: it has descriptors of its own. */
    void assertIsBackAfterAStart(final DockerHost docker)
    {
        Eventually.eventually(() -> this + " as before, but there is " + take(docker),
            () -> equals(take(docker).descriptors(descriptors)));
    }

    private DockerInventory descriptors(final int number)
    {
        return new DockerInventory(devices, files, state, sessions, ports, number);
    }
}
