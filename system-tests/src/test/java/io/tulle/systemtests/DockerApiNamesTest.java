package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real dockerd tells Tulle what it does not tell its drivers, and what either of them lost is found. */
@Tag("root")
class DockerApiNamesTest
{
    private static final String FILE = "docker: {}\n";
    private static final String GATEWAY = "10.81.0.1";

    @RegisterExtension
    final DockerHost docker = DockerHost.withoutBridges();

    @BeforeEach
    void start()
    {
        docker.host().tulle().up(FILE);
        docker.docker("network", "create", "-d", "tulle", "--subnet", "10.81.0.0/24", "--label", "tier=one", "front")
            .ok();
    }

    @Test
    void shouldAnswerForNamesAndAliasesThatUsersGave()
    {
        final String id = docker.run("--name", "web", "--network", "front", "--network-alias", "www", "--hostname",
            "shop", "--label", "role=server").out().strip();
        awaitContainer("web");
        for (final String name : List.of("web", "www", "shop", "web.front", id.substring(0, 12)))
        {
            assertEquals(List.of("10.81.0.2"), answers(name), name);
        }
        assertEquals(List.of("web.front."), Dig.askAt(docker.container("web"), GATEWAY, "-x", "10.81.0.2").values());
        final JsonNode row = containers().get(0);
        assertEquals(id, row.path("engine").path("id").asText());
        assertEquals("server", row.path("engine").path("labels").path("role").asText());
        assertEquals("front", row.path("networks").get(0).path("network").asText());
        assertEquals("one", network("front").path("Labels").path("tier").asText());
    }

    @Test
    void shouldFollowRenamesAndConnectionsOfARunningContainer()
    {
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        docker.docker("rename", "web", "shop").ok();
        awaitContainer("shop");
        assertEquals(List.of("10.81.0.2"), answers("shop"));
        assertEquals(List.of(), answers("web.front"));
        docker.docker("network", "create", "-d", "tulle", "--internal", "--subnet", "10.82.0.0/24", "back").ok();
        docker.docker("network", "connect", "--alias", "db", "back", "shop").ok();
        eventually(() -> containers().toString(), () -> 2 == containers().get(0).path("networks").size() &&
            List.of("10.82.0.2").equals(answers("db")));
        docker.docker("network", "disconnect", "back", "shop").ok();
        assertTrue(answers("db").isEmpty());
    }

    @Test
    void shouldShowNamesWhereverContainersAreShown()
    {
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        assertTrue(tulle("ps").contains("web") && tulle("ps").contains("front"), tulle("ps"));
        assertTrue(tulle("network", "inspect", "front").contains("\"web\""), tulle("network", "inspect", "front"));
        assertTrue(tulle("stat").contains("web/front"), tulle("stat"));
        assertTrue(tulle("fdb", "front").contains("web"), tulle("fdb", "front"));
        assertTrue(tulle("dns", "ls").contains("web.front"), tulle("dns", "ls"));
    }

    @Test
    void shouldKeepNamesWhenTulleIsKilledAndTakeOverWhatChangedMeanwhile()
    {
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        docker.docker("network", "create", "-d", "tulle", "--subnet", "10.83.0.0/24", "old").ok();
        awaitNetworks("front", "old");
        docker.host().tulle().killHard();
        docker.docker("rename", "web", "shop").ok();
        docker.docker("network", "rm", "old").ok();
        docker.host().tulle().upAgain();
        awaitContainer("shop");
        awaitNetworks("front");
        assertEquals(List.of("10.81.0.2"), answers("shop"));
        assertTrue(docker.docker("exec", "shop", "ping", "-c", "1", "10.81.0.1").isOk());
    }

    @Test
    void shouldHaveNamesWithoutDocker()
    {
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        final Container web = docker.container("web");
        docker.dockerd().killHard();
        docker.host().tulle().killHard();
        docker.host().tulle().upAgain();
        assertEquals(List.of("10.81.0.2"), Dig.askAt(web, GATEWAY, "web").values());
        assertEquals(List.of("web"), names(containers()));
    }

    @Test
    void shouldMakeNetworksAgainWhenTheStateIsLost() throws IOException
    {
        docker.docker("network", "create", "-d", "tulle", "--subnet", "10.84.0.0/16", "--ip-range", "10.84.7.0/24",
            "--aux-address", "kept=10.84.7.1", "-o", "com.docker.network.driver.mtu=1400", "odd").ok();
        awaitNetworks("front", "odd");
        final JsonNode before = network("odd");
        docker.host().tulle().down();
        Files.deleteIfExists(docker.host().tulle().stateDir().resolve("state.json"));
        docker.host().tulle().upAgain();
        awaitNetworks("front", "odd");
        final JsonNode after = network("odd");
        for (final String field : List.of("Id", "IPAM", "Options", "Internal", "EnableIPv6"))
        {
            assertEquals(before.path(field), after.path(field), field);
        }
        docker.run("--name", "web", "--network", "odd");
        awaitContainer("web");
        assertTrue(docker.docker("exec", "web", "ping", "-c", "1", "10.84.7.0").isOk(), "the gateway");
    }

    @Test
    void shouldForgetWhatADockerThatWasKilledForgot()
    {
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        docker.dockerd().killHard();
        docker.dockerd().start();
        eventually(() -> containers().toString(), () -> containers().isEmpty());
        docker.docker("start", "web").ok();
        awaitContainer("web");
        assertEquals(List.of("10.81.0.2"), answers("web"));
    }

    @Test
    void shouldKeepContainersThatOutliveTheirDocker()
    {
        docker.dockerd().restart("--live-restore");
        docker.run("--name", "web", "--network", "front");
        awaitContainer("web");
        final Container web = docker.container("web");
        docker.dockerd().killHard();
        docker.dockerd().start("--live-restore");
        docker.docker("network", "create", "-d", "tulle", "--subnet", "10.85.0.0/24", "later").ok();
        awaitNetworks("front", "later");
        assertTrue(web.run("ping", "-c", "4", "10.81.0.1").isOk(), "which takes longer than one list may be wrong");
        docker.docker("rename", "web", "shop").ok();
        awaitContainer("shop");
        assertEquals(List.of("10.81.0.2"), answers("shop"));
    }

    @Test
    void shouldLetTheFileHaveItsNames()
    {
        docker.run("--name", "web", "--network", "front", "--network-alias", "www");
        awaitContainer("web");
        final String file = """
            docker: {}
            networks: {lan: {ipam: {config: [{subnet: 10.48.0.0/24}]}}}
            containers: {web: {netns: create, networks: {lan: {}}}}
            """;
        docker.host().tulle().apply(file).ok();
        assertEquals("10.48.0.2/24", ipv4("web"));
        assertEquals(List.of("10.81.0.2"), answers("www"));
        assertEquals(List.of("10.81.0.2"), answers("web"), "on its own network");
    }

    private List<String> answers(final String name)
    {
        final List<String> running = docker.docker("ps", "--format", "{{.Names}}").ok().lines();
        final String first = running.get(running.size() - 1); // a later one may end at any time
        return Dig.askAt(docker.container(first), GATEWAY, name).values();
    }

    private void awaitContainer(final String name)
    {
        eventually(() -> containers().toString(), () -> names(containers()).contains(name));
    }

    private void awaitNetworks(final String... names)
    {
        eventually(() -> tulle("network", "ls"),
            () -> List.of(names).equals(names(docker.host().tulle().json("network", "ls", "--json"))));
    }

    private JsonNode containers()
    {
        return docker.host().tulle().json("ps", "--json");
    }

    private String ipv4(final String container)
    {
        for (final JsonNode row : containers())
        {
            if (container.equals(row.path("name").asText()))
            {
                return row.path("networks").get(0).path("ipv4").asText();
            }
        }
        throw new AssertionError(container + " is not there: " + containers());
    }

    private JsonNode network(final String name)
    {
        return docker.host().tulle().json("network", "inspect", name).get(0);
    }

    private String tulle(final String... words)
    {
        return docker.host().tulle().tulle(words).ok().out();
    }

    private static List<String> names(final JsonNode rows)
    {
        return rows.findValues("name").stream().map(JsonNode::asText).sorted().toList();
    }
}
