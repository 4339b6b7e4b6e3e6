package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugin's socket as systemd hands it over: whoever calls before Tulle runs waits, and is answered. */
@Tag("root")
class SocketActivationTest
{
    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Path socket;
    private Background manager;

    @BeforeEach
    void listen()
    {
        tulle = host.tulle();
        socket = host.directory().resolve("tulle.sock");
        tulle.file("docker: {socket: " + socket + "}\ncontainers: {one: {}}\n");
        manager = ServiceManager.listen(tulle, socket);
    }

    @Test
    void shouldAnswerWhoCalledBeforeItWasStarted()
    {
        final Background docker = call();

        manager.awaitLine("ready");

        assertActivated(docker);
        assertActivated(call());
        assertEquals(1, count("called"), "one Tulle answers all");
    }

    @Test
    void shouldAnswerWhoCallsWhileItIsRestarted()
    {
        assertActivated(call());
        tulle.tulle("down", "--keep").ok();
        manager.awaitLine("ended");
        assertTrue(Files.exists(socket), "the socket is the service manager's");

        final Background docker = call();

        assertActivated(docker);
        assertEquals(2, count("called"));
        assertEquals(1, tulle.json("ps", "--json").size(), "it serves what it kept");
    }

    @Test
    void shouldTellWhoCallsThatItIsNotDockersDriver()
    {
        tulle.file("containers: {one: {}}\n");

        final Background docker = call();

        manager.awaitLine("ready");
        final String answer = docker.await().ok().out();
        assertTrue(answer.contains("its topology file has no key docker; add docker: {}"), answer);
        assertTrue(Files.exists(socket), "the socket is the service manager's");
    }

    private Background call()
    {
        return host.start(List.of("curl", "-s", "--unix-socket", socket.toString(), "-d", "",
            "http://plugin/Plugin.Activate"));
    }

    private static void assertActivated(final Background call)
    {
        final JsonNode answer = Instance.parse(call.await().ok().out());
        assertEquals("[\"NetworkDriver\",\"IpamDriver\"]", answer.path("Implements").toString());
    }

    private long count(final String line)
    {
        return manager.out().lines().filter(line::equals).count();
    }
}
