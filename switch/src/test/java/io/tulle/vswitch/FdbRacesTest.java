package io.tulle.vswitch;

import io.tulle.dataplane.test.RaceRunner;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link FdbRaces} by jcstress. */
class FdbRacesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldLeaveOneEntryAnAddressAndRightCountsWhateverRaces() throws IOException, InterruptedException
    {
        RaceRunner.run(FdbRaces.class, directory, 400);
    }
}
