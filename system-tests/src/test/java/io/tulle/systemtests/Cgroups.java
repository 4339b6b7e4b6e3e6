package io.tulle.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The group for all of its containers that Docker leaves in each cgroup file system. Called by tests. */
final class Cgroups
{
    private Cgroups()
    {
    }

    /** Removes the group of the name with those in it: with version 2 it is at the root, else a level below. */
    static void remove(final Path root, final String name)
    {
        try (Stream<Path> hierarchies = Files.list(root))
        {
            Stream.concat(Stream.of(root), hierarchies).map(hierarchy -> hierarchy.resolve(name))
                .filter(Files::isDirectory).toList().forEach(Cgroups::removeTree);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static void removeTree(final Path group)
    {
        Eventually.eventually(group + " can be removed", () ->
        {
            for (final Path each : groups(group))
            {
                Files.delete(each);
            }
            return true;
        });
    }

    /** The innermost ones first; the files in them go by themselves. */
    private static List<Path> groups(final Path group) throws IOException
    {
        if (!Files.exists(group))
        {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(group))
        {
            return tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        }
    }
}
