package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container of Docker ends in every way that there is, and takes all that it had with it. */
@Tag("root")
class DockerLifeTest
{
    private static final String ADDRESS = "10.81.0.3";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Container internet;
    private static Instance tulle;

    private DockerBox neighbor;
    private DockerInventory before;
    private DockerBox one;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        tulle = DOCKER.host().tulle();
        tulle.up(Internet.UPLINK + "docker: {}\n");
        DOCKER.network(DockerDriver.TULLE, "first"); // what is made once and stays, stays from here
        DockerBox.run(DOCKER, "first", Talk.server(80), "--network", "first", "-p", "8081:80");
        Talk.begin(internet, Internet.HOST, 8081).end();
        DOCKER.docker("rm", "--force", "first").ok();
        DOCKER.docker("network", "rm", "first").ok();
    }

    @BeforeEach
    void runOne()
    {
        DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24");
        neighbor = DockerBox.run(DOCKER, "neighbor", "--network", "web");
        before = DockerInventory.settled(DOCKER);
        one = DockerBox.run(DOCKER, "one", Talk.server(80), "--network", "web", "-p", "8081:80", "--ip", ADDRESS);
        neighbor.ping(ADDRESS).ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "kill", "rm --force", "kill -9 of its process"})
    @Tag("smoke")
    void shouldLeaveNothingOfAContainerThatEnded(final String how)
    {
        Talk.begin(internet, Internet.HOST, 8081);
        assertFalse(tulle.json("sessions", "--json").isEmpty());

        if (how.endsWith("process"))
        {
            DOCKER.host().run(List.of("kill", "-9", DOCKER.inspect("one", "{{.State.Pid}}"))).ok();
        }
        else
        {
            one.on(how.split(" ")[0], how.startsWith("rm") ? new String[]{"--force"} : new String[0]).ok();
        }

        before.assertIsBackOn(DOCKER);
        assertTrue(neighbor.cannotReach(ADDRESS));
        DockerBox.run(DOCKER, "again", "--network", "web", "--ip", ADDRESS, "-p", "8081:80");
        neighbor.ping(ADDRESS).ok();
    }

    @Test
    void shouldComeBackWithAnotherEndpointAfterARestart()
    {
        final String endpoint = one.attachment("web").path("EndpointID").asText();

        one.on("restart").ok();

        assertNotEquals(endpoint, one.attachment("web").path("EndpointID").asText());
        neighbor.ping(ADDRESS).ok();
        Talk.begin(internet, Internet.HOST, 8081);
        one.on("rm", "--force").ok();
        before.assertIsBackOn(DOCKER);
    }

    @Test
    void shouldForgetADeviceThatWasDeletedInTheContainer()
    {
        one.network().run("ip", "link", "del", "eth0").ok();
        eventually("its port is gone", () -> tulle.json("ports", "--json").isEmpty());

        one.on("restart").ok();

        neighbor.ping(ADDRESS).ok();
        assertEquals(1, tulle.json("ports", "--json").size());
        one.network().run("ip", "link", "del", "eth0").ok();
        one.on("rm", "--force").ok();
        before.assertIsBackOn(DOCKER);
    }
}
