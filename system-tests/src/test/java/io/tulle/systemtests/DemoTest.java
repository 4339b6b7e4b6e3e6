package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first command of the README. */
@Tag("root")
class DemoTest
{
    @RegisterExtension
    final TestHost host = new TestHost();

    @Test
    void shouldShowThatEverythingHoldsAndLeaveNothing() throws IOException
    {
        final HostSnapshot before = HostSnapshot.take(host.commands(), host.host().prefix());
        final List<String> namespaces = namespacesOfDemos();

        host.run(List.of(Launcher.PATH.toString(), "demo")).ok();

        assertEquals(before, HostSnapshot.take(host.commands(), host.host().prefix()));
        assertEquals(namespaces, namespacesOfDemos());
    }

    /** Others may make theirs at the same time. */
    private static List<String> namespacesOfDemos() throws IOException
    {
        try (Stream<Path> files = Files.list(Path.of("/run/netns")))
        {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.contains("demo")).sorted()
                .toList();
        }
    }
}
