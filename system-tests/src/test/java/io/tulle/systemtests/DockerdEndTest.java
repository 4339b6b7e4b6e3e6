package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Docker ends while its containers use Tulle, alone or with Tulle, and starts again. */
@Tag("root")
class DockerdEndTest
{
    private static final String LIVE_RESTORE = "--live-restore";
    private static final String YAML = Internet.UPLINK + "docker: {}\n";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Container internet;
    private static Instance tulle;

    private DockerInventory before;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        tulle = DOCKER.host().tulle();
        tulle.up(YAML);
    }

    @BeforeEach
    void makeNetwork()
    {
        DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24");
        eventually("its name", () -> tulle.tulle("network", "ls").ok().out().contains("web"));
        before = DockerInventory.take(DOCKER);
    }

    @AfterEach
    void assertDockerMadeNoNetworkOfItsOwn()
    {
        if (!tulle.isRunning())
        {
            tulle.upAgain();
        }
        if (!DOCKER.dockerd().isRunning())
        {
            DOCKER.dockerd().start();
        }
        assertTrue(DOCKER.docker("network", "ls").ok().lines().stream().noneMatch(line -> line.contains("gwbridge")));
    }

    /** One that comes back by itself at .2, and one that does not at .3. */
    private static DockerBox runTwo()
    {
        final DockerBox server = DockerBox.run(DOCKER, "server", Talk.server(80), "--network", "web", "-p", "8081:80",
            "--restart", "always");
        DockerBox.run(DOCKER, "other", Talk.server(80), "--network", "web", "-p", "8082:80");
        return server;
    }

    /** By address. */
    private static Map<String, String> endpoints()
    {
        final Map<String, String> ids = new TreeMap<>();
        for (final JsonNode endpoint : Instance.parse(DockerInventory.take(DOCKER).state()).path("engineEndpoints"))
        {
            ids.put(endpoint.path("ipv4").asText(), endpoint.path("id").asText());
        }
        return ids;
    }

    private static void stopOrKill(final String how)
    {
        if (how.startsWith("kill"))
        {
            DOCKER.dockerd().killHard();
        }
        else
        {
            DOCKER.dockerd().stop();
        }
    }

    /** After a crash without live-restore, Docker kills what ran and tells nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"kill", "stop"})
    @Tag("smoke")
    void shouldHaveTheSameAddressesInNewEndpoints(final String how)
    {
        final DockerBox server = runTwo();
        Talk.begin(internet, Internet.HOST, 8081);
        Talk.begin(internet, Internet.HOST, 8082);
        final Map<String, String> ids = endpoints();

        stopOrKill(how);
        DOCKER.dockerd().start();

        eventually("the one that restarts always", server::isRunning);
        assertEquals("10.81.0.2", server.address("web"));
        eventually(() -> "an endpoint for it alone: " + endpoints(), () -> 1 == endpoints().size());
        assertNotEquals(ids.get("10.81.0.2/24"), endpoints().get("10.81.0.2/24"));
        assertEquals(1, tulle.json("ports", "--json").size());
        eventually("no sessions", () -> tulle.json("sessions", "--json").isEmpty());
        Talk.begin(internet, Internet.HOST, 8081).end();
        DOCKER.docker("start", "other").ok();
        server.ping("10.81.0.3").ok();
        DOCKER.docker("rm", "--force", "server", "other").ok();
        before.assertIsBackAfterAStart(DOCKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "stop"})
    void shouldKeepConnectionsWithLiveRestore(final String how)
    {
        DOCKER.dockerd().restart(LIVE_RESTORE);
        final DockerBox server = runTwo();
        final Talk talk = Talk.begin(internet, Internet.HOST, 8081);
        final Map<String, String> ids = endpoints();

        stopOrKill(how);
        talk.assertGoesOn();
        DOCKER.dockerd().start(LIVE_RESTORE);

        talk.assertGoesOn();
        talk.end();
        assertEquals(ids, endpoints());
        DOCKER.docker("network", "disconnect", "web", "other").ok();
        assertEquals(1, tulle.json("ports", "--json").size());
        server.on("stop").ok();
        before.assertIsBackAfterAStart(DOCKER);
        DOCKER.dockerd().restart();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tulle first", "dockerd first", "tulle first with live-restore",
        "dockerd first with live-restore"})
    void shouldComeBackWhenBothWereKilled(final String how)
    {
        final boolean isLive = how.endsWith(LIVE_RESTORE.substring(2));
        final String[] flags = isLive ? new String[]{LIVE_RESTORE} : new String[0];
        DOCKER.dockerd().restart(flags);
        final DockerBox server = runTwo();
        final Talk talk = Talk.begin(internet, Internet.HOST, 8081);
        DOCKER.dockerd().killHard();
        tulle.killHard();

        if (how.startsWith("tulle"))
        {
            tulle.upAgain();
            DOCKER.dockerd().start(flags);
        }
        else
        {
            final Background dockerd = DOCKER.dockerd().startWithoutWaiting(flags);
            tulle.upAgain();
            dockerd.awaitErrorLine("API listen on");
        }

        eventually("the one that restarts always", server::isRunning);
        if (isLive)
        {
            talk.assertGoesOn();
            talk.end();
            server.ping("10.81.0.3").ok();
        }
        else
        {
            eventually(() -> "one endpoint: " + endpoints(), () -> 1 == endpoints().size());
        }
        Talk.begin(internet, Internet.HOST, 8081).end();
        DOCKER.docker("rm", "--force", "server", "other").ok();
        before.assertIsBackAfterAStart(DOCKER);
        DOCKER.dockerd().restart();
    }

    /** What Docker does: it waits for a driver for a while, and then lets the container be. */
    @Test
    void shouldBeStartedByHandIfTulleWasNotThereAtBoot()
    {
        final DockerBox server = runTwo();
        DOCKER.dockerd().stop();
        tulle.tulle("down", "--keep").ok();

        DOCKER.dockerd().start();

        assertFalse(server.isRunning(), "Docker has learned something");
        tulle.upAgain();
        server.on("start").ok();
        Talk.begin(internet, Internet.HOST, 8081).end();
    }

    @Test
    void shouldBeStartedAtBootBySocketActivation()
    {
        final DockerBox server = runTwo();
        DOCKER.dockerd().stop();
        tulle.tulle("down", "--keep").ok();

        final Background manager = ServiceManager.listen(tulle, Path.of("/run/docker/plugins/tulle.sock"));
        DOCKER.dockerd().start();

        eventually("the one that restarts always", server::isRunning);
        assertEquals(List.of("called"), manager.out().lines().filter("called"::equals).toList());
        Talk.begin(internet, Internet.HOST, 8081).end();
        DOCKER.docker("rm", "--force", "server", "other").ok();
        tulle.tulle("down", "--keep").ok();
        manager.awaitLine("ended").close();
        tulle.upAgain();
    }
}
