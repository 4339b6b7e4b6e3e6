package io.tulle.dns.zone;

import io.tulle.dataplane.test.RaceRunner;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link ZoneRaces} by jcstress. */
class ZoneRacesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldSeeOneTableOrTheOtherWhateverRaces() throws IOException, InterruptedException
    {
        RaceRunner.run(ZoneRaces.class, directory, 150);
    }
}
