package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers find each other by Docker's names, with Docker's own resolver and with ours at the gateway. */
@Tag("root")
class DockerDnsTest
{
    private static final String DOCKERS = "127.0.0.11";
    private static final String OURS = "10.81.0.1";
    private static final String WORLD = "203.0.113.2"; // of every name that no container has
    private static final String[] BOTH = {DOCKERS, OURS};

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Upstreams upstreams;

    @BeforeAll
    static void start()
    {
        upstreams = Upstreams.start(Internet.connect(DOCKER.host()));
        DOCKER.host().tulle().up(Internet.UPLINK + "docker: {}\n");
        DOCKER.network(DockerDriver.TULLE, "web", "--subnet", "10.81.0.0/24", "--ipv6", "--subnet", "fd81::/64");
        DOCKER.network(DockerDriver.TULLE, "other", "--subnet", "10.82.0.0/24");
        DOCKER.run("--name", "one", "--network", "web");
        DOCKER.run("--name", "two", "--network", "web", "--network-alias", "svc", "--hostname", "second");
        DOCKER.run("--name", "three", "--network", "web", "--network-alias", "svc", "--network-alias", "third");
        DOCKER.run("--name", "four", "--network", "other");
    }

    @AfterAll
    static void stop()
    {
        DOCKER.docker("rm", "--force", "one", "two", "three", "four").ok();
        DOCKER.docker("network", "rm", "web", "other").ok();
    }

    private static Dig ask(final String server, final String... words)
    {
        return Dig.askAt(DOCKER.container("one"), server, words);
    }

    /** What Docker's API tells comes a moment after the container's start; until then the world is asked. */
    private static void eventuallyHas(final String server, final String name, final String... values)
    {
        Eventually.eventually(() -> server + " of " + name + ": " + ask(server, name),
            () -> Set.of(values).equals(Set.copyOf(ask(server, name).values())));
    }

    @Test
    void shouldKnowContainersByNameAndShortId()
    {
        for (final String server : BOTH)
        {
            eventuallyHas(server, "two", "10.81.0.3");
            eventuallyHas(server, "TWO", "10.81.0.3");
            eventuallyHas(server, DOCKER.inspect("two", "{{.Id}}").substring(0, 12), "10.81.0.3");
            ask(server, "two", "AAAA").has("fd81::3");
        }
    }

    @Test
    void shouldKnowAliasesOfOneAndOfSeveral()
    {
        for (final String server : BOTH)
        {
            eventuallyHas(server, "third", "10.81.0.4");
            eventuallyHas(server, "svc", "10.81.0.3", "10.81.0.4");
        }
    }

    @Test
    void shouldKnowWhoHasAnAddress()
    {
        for (final String server : BOTH)
        {
            eventuallyHas(server, "two", "10.81.0.3");
            final String name = ask(server, "-x", "10.81.0.3").value();
            assertTrue(name.startsWith("two."), name);
        }
    }

    @Test
    void shouldNotKnowContainersOfOtherNetworks()
    {
        for (final String server : BOTH)
        {
            ask(server, "four").has(WORLD);
        }
    }

    @Test
    void shouldForwardTheWorldsNames()
    {
        for (final String server : BOTH)
        {
            ask(server, "www.example").has(WORLD);
        }
        assertTrue(upstreams.questions("www.example") > 0);
    }

    @Test
    void shouldKnowAnAliasThatComesLaterAndForgetIt()
    {
        DOCKER.docker("network", "connect", "--alias", "late", "web", "four").ok();
        for (final String server : BOTH)
        {
            eventuallyHas(server, "late", "10.81.0.5");
            eventuallyHas(server, "four", "10.81.0.5");
        }
        DOCKER.docker("network", "disconnect", "web", "four").ok();
        for (final String server : BOTH)
        {
            eventuallyHas(server, "late", WORLD);
            eventuallyHas(server, "four", WORLD);
        }
    }

    /** As a user would set it for all containers: by daemon.json, or by --dns. */
    @Test
    void shouldAnswerDockersResolverAtTheGateway()
    {
        final CommandResult lookup = DOCKER.docker("run", "--rm", "--network", "web", "--dns", OURS, DockerHost.IMAGE,
            "nslookup", "www.example").ok();
        assertTrue(lookup.out().contains(WORLD), lookup::toString);
    }
}
