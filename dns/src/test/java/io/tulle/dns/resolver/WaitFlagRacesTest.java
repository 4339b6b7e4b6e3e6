package io.tulle.dns.resolver;

import io.tulle.dataplane.test.RaceRunner;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link WaitFlagRaces} by jcstress. */
class WaitFlagRacesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldSeeTheWorkOrTheFlagWhateverRaces() throws IOException, InterruptedException
    {
        RaceRunner.run(WaitFlagRaces.class, directory, 150);
    }
}
