package io.tulle.nat.conntrack;

import io.tulle.dataplane.test.RaceRunner;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SessionRaces} by jcstress. */
class SessionRacesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldGiveATupleToOneSessionWhateverRaces() throws IOException, InterruptedException
    {
        RaceRunner.run(SessionRaces.class, directory, 150);
    }
}
