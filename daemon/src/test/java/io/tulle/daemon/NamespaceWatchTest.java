package io.tulle.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.tulle.control.NamespaceIdentity;
import io.tulle.control.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine tells where a namespace will be before it is there. */
class NamespaceWatchTest
{
    @TempDir
    private Path folder;

    private final NamespaceWatch watch = new NamespaceWatch();

    @Test
    void shouldWaitForANamespaceThatIsNotThereYet() throws IOException
    {
        final Path path = folder.resolve("key");
        final Sandbox opened = new Sandboxes(watch).open(EnginePlay.waiting(path));

        assertEquals(path, opened.path());
        assertNull(opened.identity());
        assertNothingHappened();
        Files.createFile(path); // what the engine binds the namespace to
        assertNothingHappened();
    }

    @Test
    @Tag("root")
    void shouldTellOnceThatANamespaceCameAndOnceThatItWent()
    {
        final Path path;
        try (EnginePlay play = new EnginePlay())
        {
            path = play.sandbox.path();
            watch.add(EnginePlay.waiting(path));
            final NamespaceIdentity identity = NamespaceIdentity.of(path);

            assertEquals(List.of(identity), watch.foundSandboxes().stream().map(Sandbox::identity).toList());
            assertNothingHappened();
        }
        assertEquals(List.of(EnginePlay.endpoint().sandboxId()), watch.lostSandboxes());
        assertNothingHappened();
    }

    @Test
    void shouldTellTheLossOfANamespaceThatAnEarlierRunKnew()
    {
        final Path path = folder.resolve("key");
        final Sandbox known = EnginePlay.waiting(path).opened(path, false, new NamespaceIdentity(1, 2));

        assertEquals(known, new Sandboxes(watch).open(known));

        assertEquals(List.of(known.id()), watch.lostSandboxes());
    }

    private void assertNothingHappened()
    {
        assertEquals(List.of(), watch.foundSandboxes());
        assertEquals(List.of(), watch.lostSandboxes());
    }
}
