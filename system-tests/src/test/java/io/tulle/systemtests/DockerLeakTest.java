package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever comes with containers goes with them, however often. */
@Tag("root")
class DockerLeakTest
{
    private static final int TIMES = 100;

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    @BeforeAll
    static void start()
    {
        EchoServer.tcp(Internet.connect(DOCKER.host()), 8080);
        DOCKER.host().tulle().up(Internet.UPLINK + "docker: {}\n");
    }

    @Test
    void shouldLeaveNothingOfAHundredNetworksAndContainers()
    {
        round(); // what is made once and stays, stays from here
        final DockerInventory before = DockerInventory.take(DOCKER);
        for (int i = 0; i < TIMES; i++)
        {
            round();
        }
        before.assertIsBackOn(DOCKER);
    }

    private static void round()
    {
        DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24");
        final CommandResult result = DOCKER.docker("run", "--rm", "--network", "web", "-p", "8081:80",
            DockerHost.IMAGE, "wget", "-q", "-O", "-", "http://" + Internet.ADDRESS + ":8080/").ok();
        assertEquals(Internet.HOST, result.out().strip());
        DOCKER.docker("network", "rm", "web").ok();
    }
}
