package io.tulle.control;

import io.tulle.config.DockerSpec;
import io.tulle.config.Topology;

import java.util.List;
import java.util.Objects;

/** Remembers the sections of the file that hold for the life of the daemon. Called by the control thread. */
final class FixedSections
{
    private boolean isKnown;
    private DockerSpec docker;

    /** The first file decides; one line for each section that is another now. */
    List<String> problems(final Topology topology)
    {
        if (!isKnown)
        {
            isKnown = true;
            docker = topology.docker();
        }
        return Objects.equals(docker, topology.docker()) ? List.of() :
            List.of("docker: what changed takes effect when Tulle is started again");
    }
}
