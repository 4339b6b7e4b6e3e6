package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a user expects of any network of Docker, on Docker's own bridge and on Tulle. Each driver has a dockerd on
 * a host of its own, so that neither sees the other's rules.
 */
@Tag("root")
class DockerDriversTest
{
    @RegisterExtension
    static final DockerHost WITH_BRIDGES = DockerHost.withBridges();

    @RegisterExtension
    static final DockerHost WITH_TULLE = DockerHost.withoutBridges();

    private static final Map<DockerDriver, Container> INTERNET = new EnumMap<>(DockerDriver.class);

    private DockerHost docker;

    @BeforeAll
    static void start()
    {
        INTERNET.put(DockerDriver.BRIDGE, Internet.connect(WITH_BRIDGES.host()));
        INTERNET.put(DockerDriver.TULLE, Internet.connect(WITH_TULLE.host()));
        WITH_TULLE.host().tulle().up(Internet.UPLINK + "docker: {}\n");
    }

    private void network(final DockerDriver driver)
    {
        docker = DockerDriver.BRIDGE == driver ? WITH_BRIDGES : WITH_TULLE;
        docker.network(driver, "web", "--subnet", "10.81.0.0/24");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetContainersFindEachOtherByName(final DockerDriver driver)
    {
        network(driver);
        docker.run("--name", "one", "--network", "web");
        final CommandResult ping = docker.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "ping", "-c", "1",
            "one").ok();
        assertTrue(ping.out().contains("10.81.0.2"), ping::toString);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishWithTheSourceKept(final DockerDriver driver)
    {
        network(driver);
        docker.run("--name", "one", "--network", "web", "-p", "8080:80");
        EchoServer.tcp(docker.container("one"), 80);
        assertEquals(Internet.ADDRESS, get(INTERNET.get(driver), Internet.HOST));
        assertFalse(get(docker.host().host(), "127.0.0.1").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOutByTheHostsAddress(final DockerDriver driver)
    {
        network(driver);
        try (Background server = EchoServer.tcp(INTERNET.get(driver), 8081))
        {
            final CommandResult result = docker.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "wget",
                "-q", "-O", "-", "http://" + Internet.ADDRESS + ":8081/").ok();
            assertEquals(Internet.HOST, result.out().strip(), server::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepContainersOverACrashOfDockerdWithLiveRestore(final DockerDriver driver)
    {
        network(driver);
        docker.dockerd().restart("--live-restore");
        docker.run("--name", "one", "--network", "web");
        final String pid = docker.inspect("one", "{{.State.Pid}}");
        docker.dockerd().killHard();
        assertTrue(new Container(docker.host().commands(), "/proc/" + pid + "/ns/net").reaches("10.81.0.1"));
        docker.dockerd().start("--live-restore");
        assertEquals(pid, docker.inspect("one", "{{.State.Pid}}"));
        docker.docker("rm", "--force", "one").ok();
        docker.dockerd().restart();
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + ":8080/").ok().out().strip();
    }
}
