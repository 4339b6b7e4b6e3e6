package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo for who has a Docker: on the engine that is there, which has nothing of it afterwards. */
@Tag("root")
class DockerDemoTest
{
    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static List<String> words()
    {
        return List.of(Launcher.PATH.toString(), "demo", "--docker");
    }

    /** All that it makes, by what shows it. */
    private static List<String> things()
    {
        final List<String> things = new ArrayList<>(DOCKER.docker("ps", "--all", "--quiet").ok().lines());
        things.addAll(DOCKER.docker("network", "ls", "--quiet").ok().lines());
        things.addAll(DOCKER.docker("image", "ls", "--quiet").ok().lines());
        things.addAll(DOCKER.host().run(List.of("sh", "-c", "ls -d /run/docker/plugins/* /tmp/tulle-demo* || true"))
            .ok().lines());
        return things;
    }

    private static HostSnapshot network()
    {
        return HostSnapshot.take(DOCKER.host().commands(), DOCKER.host().host().prefix());
    }

    @Test
    void shouldShowThatEverythingHoldsAndLeaveNothing()
    {
        final List<String> things = things();
        final HostSnapshot network = network();
        final CommandResult result = DOCKER.host().run(words()).ok();
        assertTrue(result.out().contains("a connection lives through a restart of Tulle"), result::toString);
        assertFalse(result.out().contains("FAIL"), result::toString);
        assertEquals(things, things());
        assertEquals(network, network());
    }

    @Test
    void shouldLeaveNothingWhenItIsInterrupted()
    {
        final List<String> things = things();
        final HostSnapshot network = network();
        try (Background demo = DOCKER.host().start(words()))
        {
            demo.awaitLine("docker run .* tulle-demo-web");
            demo.interrupt();
        }
        assertEquals(things, things());
        assertEquals(network, network());
    }

    @Test
    void shouldSayThatThereIsNoEngine()
    {
        final CommandResult result = DOCKER.host().run(Commands.join(
            List.of("env", "DOCKER_HOST=unix:///run/nobody.sock"), words().toArray(new String[0])));
        assertEquals(1, result.exitCode(), result::toString);
        assertEquals(List.of("tulle: no Docker engine answers on unix:///run/nobody.sock; start one (systemctl start " +
            "docker), or try tulle demo, which needs none"), result.err().strip().lines().toList());
    }
}
