package io.tulle.dns;

import io.tulle.dataplane.test.RaceRunner;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link DnsRaces} by jcstress. */
class DnsRacesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldFindWholeAnswersAndLoseNoWakeUpWhateverRaces() throws IOException, InterruptedException
    {
        RaceRunner.run(DnsRaces.class, directory, 150);
    }
}
