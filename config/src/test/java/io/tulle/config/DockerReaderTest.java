package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Docker uses Tulle only if the file says so. */
class DockerReaderTest
{
    @Test
    void shouldLeaveDockerAloneUnlessTheFileSaysOtherwise()
    {
        assertNull(read("networks:").docker());
    }

    @Test
    void shouldListenWhereDockerLooksFirst()
    {
        for (final String plain : List.of("docker:", "docker: {}"))
        {
            assertEquals(DockerSpec.DEFAULTS, read(plain).docker());
            assertEquals("tulle", read(plain).docker().driver());
        }
    }

    @Test
    void shouldTakeThePathsOfTheFile()
    {
        final DockerSpec spec =
            read("docker: {socket: /run/tulle/../t.sock, spec: /etc/docker/plugins/lan.spec, api: none}").docker();

        assertEquals(new DockerSpec(Path.of("/run/t.sock"), Path.of("/etc/docker/plugins/lan.spec"), null), spec);
        assertEquals("lan", spec.driver(), "the spec file's name, if there is one");
    }

    @Test
    void shouldCallTheDriverByTheNameOfItsSocket()
    {
        assertEquals("my.lan", read("docker: {socket: /run/docker/plugins/my.lan.sock}").docker().driver());
    }

    private static Topology read(final String yaml)
    {
        final LoadResult result = TopologyLoader.load(yaml, "t.yaml");
        assertEquals(List.of(), result.problems());
        return result.topology();
    }
}
