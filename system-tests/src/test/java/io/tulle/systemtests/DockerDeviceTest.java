package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The device of an endpoint of Docker, wherever it is when Tulle, the container or Docker ends; dockerd is played. */
@Tag("root")
class DockerDeviceTest
{
    private static final int ONE = 2;
    private static final int TWO = 3;
    private static final String ADDRESS_OF_ONE = "10.83.0.2";
    private static final String GATEWAY = "10.83.0.1";

    @RegisterExtension
    final TestHost host = new TestHost();

    private PlayedDocker docker;
    private Instance tulle;
    private Container one;
    private Container two;
    private String deviceOfOne;

    @BeforeEach
    void joinTwo()
    {
        docker = new PlayedDocker(host);
        tulle = host.tulle();
        tulle.up(docker.yaml());
        docker.createNetwork();
        one = host.container("one");
        two = host.container("two");
        deviceOfOne = docker.join(ONE);
        assertTrue(isDown(deviceOfOne), () -> link(deviceOfOne));
        docker.take(ONE, one, deviceOfOne);
        docker.take(TWO, two, docker.join(TWO));
        assertTrue(two.reaches(ADDRESS_OF_ONE));
        assertTrue(two.reaches(GATEWAY));
    }

    @Test
    void shouldKeepTheConnectionWhenTulleIsKilledAndStartsAgain()
    {
        new Iperf(one).start();
        final Background iperf = two.start("iperf3", "-c", ADDRESS_OF_ONE, "-t", "12", "-J");
        eventually("traffic", () -> frames() > 200);
        tulle.killHard();
        assertTrue(one.run("ip", "addr", "show", "dev", "eth0").ok().out().contains(ADDRESS_OF_ONE));

        tulle.upAgain();

        eventually("traffic", () -> frames() > 200);
        final JsonNode intervals = Instance.parse(iperf.await().ok().out()).path("intervals");
        assertTrue(intervals.path(intervals.size() - 1).path("sum").path("bytes").asLong() > 0, intervals::toString);
        assertTrue(tulle.daemon().err().isEmpty(), tulle.daemon()::err);
        docker.leave(ONE);
        eventually("its device is gone", () -> !hasDevice(one));
    }

    @Test
    void shouldRemoveTheDeviceInsideTheSandboxWhenItLeaves()
    {
        docker.leave(ONE);

        eventually("its device is gone", () -> !hasDevice(one));
        docker.deleteEndpoint(ONE);
        assertEquals(1, tulle.json("ps", "--json").size());
        docker.end(ONE, one);
        one = host.container("again");
        docker.take(ONE, one, docker.join(ONE)); // with the same name on the host
        assertTrue(two.reaches(ADDRESS_OF_ONE));
    }

    @Test
    void shouldShowTheNameThatDockerGaveTheInterface()
    {
        final JsonNode networks = tulle.json("ps", "--json").get(0).path("networks");

        assertEquals("eth0", networks.get(0).path("interfaceName").asText(), networks::toString);
    }

    @Test
    void shouldJoinAgainRightAfterItLeft()
    {
        for (int i = 0; i < 5; i++)
        {
            docker.leave(ONE);
            assertEquals(deviceOfOne, docker.join(ONE));
        }
        assertTrue(isDown(deviceOfOne), () -> link(deviceOfOne));
    }

    @Test
    void shouldMakeTheDeviceAnewThatDiedWhileTulleWasNotThere()
    {
        tulle.killHard();
        one.run("ip", "link", "del", "eth0").ok();

        tulle.upAgain();

        assertTrue(two.reaches(ADDRESS_OF_ONE));
        assertTrue(one.reaches(GATEWAY));
        assertTrue(one.run("ip", "route").ok().out().contains("default via " + GATEWAY));
    }

    @Test
    void shouldForgetAContainerWhoseNamespaceEnded()
    {
        docker.end(ONE, one);

        eventually("one container is left", () -> 1 == tulle.json("ps", "--json").size());
    }

    @Test
    void shouldForgetAContainerWhoseNamespaceEndedThoughItHoldsTheDevice()
    {
        tulle.daemon().signal("TERM").ok();
        tulle.upAgain();
        assertTrue(two.reaches(ADDRESS_OF_ONE));
        docker.end(ONE, one);

        eventually("one container is left", () -> 1 == tulle.json("ps", "--json").size());
    }

    @Test
    void shouldFindTheDeviceThatDockerGaveBackWhileTulleWasNotThere()
    {
        tulle.daemon().signal("TERM").ok();
        docker.giveBack(one, deviceOfOne);
        tulle.upAgain();
        docker.leave(ONE);

        eventually("its device is gone", () -> !link(deviceOfOne).contains(deviceOfOne));
    }

    @Test
    void shouldLeaveNothingOfAContainerThatEndedWhileTulleWasNotThere()
    {
        eventually("both namespaces are known", () -> 2 == saved().split("\"identity\"", -1).length - 1);
        tulle.killHard();
        docker.giveBack(one, deviceOfOne);
        docker.end(ONE, one);

        tulle.upAgain();

        eventually("its device is gone", () -> !link(deviceOfOne).contains(deviceOfOne));
        eventually("one container is left", () -> 1 == tulle.json("ps", "--json").size());
        assertFalse(two.run("ping", "-c", "1", "-W", "1", ADDRESS_OF_ONE).isOk());
    }

    private String saved()
    {
        try
        {
            return Files.readString(tulle.stateDir().resolve("state.json"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private long frames()
    {
        return tulle.counters().ports().stream().mapToLong((port) -> port.txFrames()).max().orElse(0);
    }

    private boolean isDown(final String device)
    {
        return link(device).contains("state DOWN") && !link(device).contains("inet");
    }

    private String link(final String device)
    {
        return host.host().run("ip", "addr", "show", "dev", device).out();
    }

    private static boolean hasDevice(final Container container)
    {
        return container.run("ip", "link").ok().out().contains("eth0");
    }
}
