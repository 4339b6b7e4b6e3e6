package io.tulle.systemtests;

import java.util.Locale;

/** Who makes the network of a test that runs once on Docker's own bridge and once on Tulle. Called by tests. */
enum DockerDriver
{
    BRIDGE,
    TULLE;

    /** The word behind {@code docker network create --driver}. */
    String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
