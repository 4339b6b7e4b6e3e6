package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tulle ends while containers of Docker use it, and starts again; Docker goes on all the time. */
@Tag("root")
class DockerOutageTest
{
    private static final String ADDRESS = "10.81.0.3";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Container internet;
    private static Instance tulle;

    private DockerBox neighbor;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        tulle = DOCKER.host().tulle();
        tulle.up(Internet.UPLINK + "docker: {}\n");
    }

    @BeforeEach
    void runNeighbor()
    {
        DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24");
        neighbor = DockerBox.run(DOCKER, "neighbor", Talk.server(80), "--network", "web", "-p", "8081:80");
        DockerInventory.settled(DOCKER);
    }

    @AfterEach
    void assertDockerMadeNoNetworkOfItsOwn()
    {
        if (!tulle.isRunning())
        {
            tulle.upAgain();
        }
        assertTrue(DOCKER.docker("network", "ls").ok().lines().stream().noneMatch(line -> line.contains("gwbridge")));
    }

    private static void end(final String signal)
    {
        if ("KILL".equals(signal))
        {
            tulle.killHard();
        }
        else
        {
            tulle.daemon().signal(signal).ok();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    @Tag("smoke")
    void shouldKeepConnectionsOverItsEnd(final String signal)
    {
        final DockerBox one = DockerBox.run(DOCKER, "one", "--network", "web");
        internet.start("busybox", "nc", "-ll", "-p", "8080", "-e", "cat");
        eventually("a server", () -> internet.run("busybox", "nc", "-w", "1", "127.0.0.1", "8080").isOk());
        final List<Talk> talks = List.of(
            Talk.begin(one.network(), "10.81.0.2", 80),
            Talk.begin(one.network(), Internet.ADDRESS, 8080),
            Talk.begin(internet, Internet.HOST, 8081));

        end(signal);
        tulle.upAgain();

        talks.forEach(Talk::assertGoesOn);
        one.ping("neighbor").ok();
        Talk.begin(internet, Internet.HOST, 8081);
        one.on("stop").ok();
        assertEquals(1, tulle.json("ps", "--json").size());
        talks.forEach(Talk::end);
    }

    @Test
    void shouldFinishARunThatBeganWhileItWasNotThere()
    {
        end("TERM");
        final Background run = DockerBox.start(DOCKER, "one", "--network", "web");
        final Background create = DOCKER.startDocker("network", "create", "-d", "tulle", "late");

        tulle.upAgain();

        run.await().ok();
        create.await().ok();
        neighbor.ping("one").ok();
    }

    /** Docker makes the namespace after Join: here it does so when a file is there, and Tulle is killed before. */
    @Test
    void shouldNotLoseAContainerThatWasJustJoining() throws IOException
    {
        final Path go = DOCKER.host().directory().resolve("go");
        final Path runtime = DOCKER.host().directory().resolve("patient-runc");
        Files.writeString(runtime, """
            #!/bin/sh
            case "$*" in *\\ create\\ *) until [ -e %s ]; do sleep 0.02; done; esac
            exec runc "$@"
            """.formatted(go));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
        DOCKER.dockerd().restart("--add-runtime", "patient=" + runtime);
        neighbor.on("start").ok();
        final Background run = DockerBox.start(DOCKER, "one", "--runtime", "patient", "--network", "web", "-p",
            "8082:80", "--ip", ADDRESS);
        eventually("it joined", () -> 2 == tulle.json("ps", "--json").size() &&
            2 == tulle.json("ports", "--json").size());

        end("KILL");
        tulle.upAgain();
        Files.createFile(go);

        run.await().ok();
        neighbor.ping(ADDRESS).ok();
        assertEquals(2, tulle.json("ports", "--json").size());
    }

    /** Docker asks for 15 s each, and then lets it be: nothing tells Tulle but that it is gone. */
    @Test
    void shouldLeaveNothingOfWhatEndedWhileItWasNotThere()
    {
        final DockerInventory before = DockerInventory.settled(DOCKER);
        DOCKER.network(DockerDriver.TULLE, "gone");
        final DockerBox one = DockerBox.run(DOCKER, "one", "--network", "web", "-p", "8082:80", "--ip", ADDRESS);
        DockerBox.run(DOCKER, "two", "--network", "web");
        DockerInventory.settled(DOCKER);
        end("KILL");

        final List<Background> ends = List.of(DOCKER.startDocker("stop", "one"),
            DOCKER.startDocker("network", "rm", "gone"), DOCKER.startDocker("rm", "--force", "two"));
        ends.forEach(end -> end.await().ok());
        tulle.upAgain();

        before.assertIsBackAfterAStart(DOCKER);
        DockerBox.run(DOCKER, "again", "--network", "web", "-p", "8082:80", "--ip", ADDRESS);
        neighbor.ping(ADDRESS).ok();
        assertTrue(!one.on("start").isOk(), "its address and its port are another's now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"topologyName\": \"ha", "", "none"})
    void shouldHaveItsNetworksAgainIfItsStateIsLost(final String state) throws IOException
    {
        final Path file = tulle.stateDir().resolve("state.json");
        end("KILL");
        Files.delete(file);
        if (!"none".equals(state))
        {
            Files.writeString(file, state);
        }

        tulle.upAgain();

        eventually("its network", () -> tulle.tulle("network", "ls").ok().out().contains("web"));
        final DockerBox one = DockerBox.run(DOCKER, "one", "--network", "web");
        assertTrue(one.device("eth1").isEmpty(), () -> one.device("eth1"));
        neighbor.on("restart").ok();
        neighbor.ping("one").ok();
        assertEquals(1, DOCKER.devices().size(), "the host's own on the network, and none that the neighbor left");
    }
}
