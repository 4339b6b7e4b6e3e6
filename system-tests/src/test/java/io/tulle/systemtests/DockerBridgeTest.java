package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Docker's own bridge works on a test's host, so that what Tulle does can be held against it. */
@Tag("root")
class DockerBridgeTest
{
    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withBridges();

    private static Container internet;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
    }

    @Test
    void shouldLetContainersFindEachOtherByName()
    {
        network();
        DOCKER.run("--name", "one", "--network", "web");
        final CommandResult ping = DOCKER.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "ping", "-c", "1",
            "one").ok();
        assertTrue(ping.out().contains("10.81.0.2"), ping::toString);
    }

    @Test
    void shouldPublishWithTheSourceKept()
    {
        network();
        DOCKER.run("--name", "one", "--network", "web", "-p", "8080:80");
        EchoServer.tcp(DOCKER.container("one"), 80);
        assertEquals(Internet.ADDRESS, get(internet, Internet.HOST));
        assertFalse(get(DOCKER.host().host(), "127.0.0.1").isEmpty());
        assertEquals("0.0.0.0:8080", DOCKER.docker("port", "one", "80/tcp").ok().lines().get(0));
    }

    @Test
    void shouldGoOutByTheHostsAddress()
    {
        network();
        EchoServer.tcp(internet, 8080);
        final CommandResult result = DOCKER.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "wget", "-q",
            "-O", "-", "http://" + Internet.ADDRESS + ":8080/").ok();
        assertEquals(Internet.HOST, result.out().strip());
    }

    @Test
    void shouldKeepContainersOverACrashOfDockerdWithLiveRestore()
    {
        network();
        DOCKER.dockerd().restart("--live-restore");
        DOCKER.run("--name", "one", "--network", "web");
        final String pid = DOCKER.inspect("one", "{{.State.Pid}}");
        DOCKER.dockerd().killHard();
        DOCKER.dockerd().start("--live-restore");
        assertEquals(pid, DOCKER.inspect("one", "{{.State.Pid}}"));
        DOCKER.dockerd().restart();
    }

    private static void network()
    {
        DOCKER.docker("network", "create", "-d", DockerDriver.BRIDGE.word(), "--subnet", "10.81.0.0/24", "web").ok();
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + ":8080/").ok().out().strip();
    }
}
