package io.tulle.systemtests;

import static io.tulle.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Docker tests its resolver for, under the names of its tests, with containers of a real dockerd: Docker's
 * resolver on its own bridge, the same on Tulle, and Tulle's at the gateway.
 */
@Tag("root")
class DockerResolverCasesTest
{
    private static final String WORLD = "203.0.113.2"; // of every name that no container has

    @RegisterExtension
    static final DockerHost WITH_BRIDGES = DockerHost.withBridges();

    @RegisterExtension
    static final DockerHost WITH_TULLE = DockerHost.withoutBridges();

    private static final Map<DockerDriver, Upstreams> UPSTREAMS = new EnumMap<>(DockerDriver.class);

    /** Who is asked. */
    enum Resolver
    {
        DOCKERS_ON_BRIDGE(DockerDriver.BRIDGE, "127.0.0.11"),
        DOCKERS_ON_TULLE(DockerDriver.TULLE, "127.0.0.11"),
        TULLES(DockerDriver.TULLE, "10.81.0.1");

        private final DockerDriver driver;
        private final String address;

        Resolver(final DockerDriver driver, final String address)
        {
            this.driver = driver;
            this.address = address;
        }

        private DockerHost docker()
        {
            return DockerDriver.BRIDGE == driver ? WITH_BRIDGES : WITH_TULLE;
        }

        private Upstreams upstreams()
        {
            return UPSTREAMS.get(driver);
        }

        private Resolver network(final String name, final String... options)
        {
            docker().network(driver, name, options);
            return this;
        }

        /** The network of all tests. */
        private Resolver web()
        {
            return network("web", "--subnet", "10.81.0.0/24");
        }

        private Resolver run(final String name, final String... options)
        {
            docker().run(Commands.join(List.of("--name", name), options).toArray(new String[0]));
            return this;
        }

        private Dig ask(final String container, final String... words)
        {
            return Dig.askAt(docker().container(container), address, words);
        }

        /** Asks what Docker 20.10 leaves without an answer; Tulle's must be one of these. */
        private void askForNothing(final String container, final List<String> statuses, final String... words)
        {
            if (TULLES == this)
            {
                assertTrue(statuses.contains(ask(container, words).status()), () -> words[0]);
            }
            else
            {
                docker().container(container).run(Commands.join(
                    List.of("dig", "+tries=1", "+time=1", "@" + address), words).toArray(new String[0]));
            }
        }

        /** What Docker's API tells comes a moment after the container's start; until then the world is asked. */
        private void eventuallyHas(final String container, final String name, final String... values)
        {
            eventually(() -> this + " of " + name + ": " + ask(container, name),
                () -> Set.of(values).equals(Set.copyOf(ask(container, name).values())));
        }
    }

    @BeforeAll
    static void start()
    {
        UPSTREAMS.put(DockerDriver.BRIDGE, Upstreams.start(Internet.connect(WITH_BRIDGES.host())));
        UPSTREAMS.put(DockerDriver.TULLE, Upstreams.start(Internet.connect(WITH_TULLE.host())));
        WITH_TULLE.host().tulle().up(Internet.UPLINK + "docker: {}\n");
    }

    @ParameterizedTest
    @EnumSource
    void testDnsIpQuery(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web").run("name1", "--network", "web");
        resolver.eventuallyHas("asker", "name1", "10.81.0.3");
        resolver.ask("asker", "NAME1").has("10.81.0.3");
        resolver.ask("asker", "name1.web").has("10.81.0.3");
        resolver.ask("asker", "name1", "AAAA").is("NOERROR");
        resolver.ask("asker", "name1", "MX").is("NOERROR");
    }

    @ParameterizedTest
    @EnumSource
    void testOversizedDnsReply(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web");
        assertEquals(400, resolver.ask("asker", "+noedns", "big.oversized.example").values().size());
    }

    @ParameterizedTest
    @EnumSource
    void testReplyServfail(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web", "--dns", Upstreams.FAILING);
        if (Resolver.TULLES != resolver) // it asks the host's servers, whatever the container has
        {
            resolver.ask("asker", "www.example").is("SERVFAIL");
        }
        resolver.ask("asker", "servfail.fails.example").is("SERVFAIL");
    }

    @ParameterizedTest
    @EnumSource(names = "TULLES", mode = EnumSource.Mode.EXCLUDE)
    void testDnsProxyServFail(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web", "--dns", Upstreams.FAILING, "--dns", Upstreams.SECOND);
        resolver.ask("asker", "servfailproxy.example").has("203.0.113.3");
    }

    @ParameterizedTest
    @EnumSource(names = "TULLES", mode = EnumSource.Mode.EXCLUDE)
    void testProxyNxdomain(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web", "--dns", Upstreams.MAIN, "--dns", Upstreams.SECOND);
        resolver.ask("asker", "nx.proxy.example").is("NXDOMAIN"); // Docker 20.10 asks the second server, all the same
    }

    @ParameterizedTest
    @EnumSource
    void testInvalidReverseDns(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web").run("name1", "--network", "web");
        resolver.eventuallyHas("asker", "name1", "10.81.0.3");
        for (final String name : List.of("1.2.3.4.5.in-addr.arpa", "x.y.z.in-addr.arpa", "300.300.300.300.in-addr.arpa",
            "0.0.ip6.arpa", "in-addr.arpa", "not-an-address.ip6.arpa"))
        {
            resolver.askForNothing("asker", List.of("NOERROR", "NXDOMAIN"), name, "PTR");
        }
        resolver.ask("asker", "-x", "10.81.0.3").has("name1.web.");
    }

    @ParameterizedTest
    @EnumSource
    void testEmbeddedDnsInvalidInput(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web").run("name1", "--network", "web");
        resolver.eventuallyHas("asker", "name1", "10.81.0.3");
        for (final String words : List.of("-.", "%", "-", "_", "\\000.x", "*"))
        {
            resolver.docker().container("asker").run("dig", "+tries=1", "+time=5", "@" + resolver.address, "--", words);
        }
        resolver.ask("asker", "name1").has("10.81.0.3");
    }

    /** Names of containers, and none of the world's. */
    @ParameterizedTest
    @EnumSource
    void testInternalNetworkDns(final Resolver resolver)
    {
        resolver.network("web", "--internal", "--subnet", "10.81.0.0/24");
        resolver.run("asker", "--network", "web").run("name1", "--network", "web");
        resolver.eventuallyHas("asker", "name1", "10.81.0.3");
        resolver.askForNothing("asker", List.of("SERVFAIL"), "inner.example");
        assertEquals(0, resolver.upstreams().questions("inner.example"));
    }

    /** Once the container is on a network with a way out, too, the world is asked; then no more. */
    @ParameterizedTest
    @EnumSource
    void testInternalNetworkDnsWithASecondNetwork(final Resolver resolver)
    {
        resolver.network("web", "--internal", "--subnet", "10.81.0.0/24").network("out", "--subnet", "10.82.0.0/24");
        resolver.run("asker", "--network", "web");
        resolver.docker().docker("network", "connect", "out", "asker").ok();
        resolver.ask("asker", "joined.example").has(WORLD);
        resolver.docker().docker("network", "disconnect", "out", "asker").ok();
        resolver.askForNothing("asker", List.of("SERVFAIL"), "left.example");
        assertEquals(0, resolver.upstreams().questions("left.example"));
    }

    /** A server inside the network, on no way out. */
    @ParameterizedTest
    @EnumSource(names = "TULLES", mode = EnumSource.Mode.EXCLUDE)
    void testInternalNetworkLocalDns(final Resolver resolver)
    {
        resolver.network("web", "--internal", "--subnet", "10.81.0.0/24").run("server", "--network", "web");
        resolver.run("asker", "--network", "web", "--dns", "10.81.0.2");
        try (Background server =
            NameServer.strange(resolver.docker().container("server"), "10.81.0.2", "--tag", "98"))
        {
            resolver.ask("asker", "localdns.example").has("203.0.113.98");
            assertTrue(server.isRunning());
        }
    }

    /** A container whose server is the resolver itself: no loop. */
    @ParameterizedTest
    @EnumSource
    void testIntDnsAsExtDns(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web", "--dns", resolver.address).run("name1", "--network", "web");
        resolver.eventuallyHas("asker", "name1", "10.81.0.3");
        resolver.docker().container("asker").run("dig", "+tries=1", "+time=15", "@127.0.0.11", "loops.example");
        resolver.ask("asker", "name1").has("10.81.0.3");
        assertTrue(resolver.upstreams().questions("loops.example") <= 3);
    }

    @ParameterizedTest
    @EnumSource(names = "TULLES", mode = EnumSource.Mode.EXCLUDE)
    void testDaemonDnsFallback(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web", "--dns", Upstreams.CLOSED, "--dns", Upstreams.SECOND);
        resolver.ask("asker", "fallback.example").has("203.0.113.3");
    }

    @ParameterizedTest
    @EnumSource
    void testUserDefinedNetworkConnectDisconnectAlias(final Resolver resolver)
    {
        resolver.web().network("other", "--subnet", "10.82.0.0/24");
        resolver.run("asker", "--network", "web").run("name1", "--network", "other");
        resolver.docker().docker("network", "connect", "--alias", "foo", "web", "name1").ok();
        resolver.eventuallyHas("asker", "foo", "10.81.0.3");
        resolver.docker().docker("network", "disconnect", "web", "name1").ok();
        resolver.eventuallyHas("asker", "foo", WORLD);
        resolver.docker().docker("network", "connect", "--alias", "bar", "web", "name1").ok();
        resolver.eventuallyHas("asker", "bar", "10.81.0.3");
        resolver.eventuallyHas("asker", "foo", WORLD);
    }

    /** A link is a name that one container alone knows: Docker's resolver has it, a gateway is nobody's own. */
    @ParameterizedTest
    @EnumSource(names = "TULLES", mode = EnumSource.Mode.EXCLUDE)
    void testUserDefinedNetworkConnectDisconnectLink(final Resolver resolver)
    {
        resolver.web().run("name1", "--network", "web");
        resolver.run("asker", "--network", "web", "--link", "name1:foo");
        resolver.ask("asker", "foo").has("10.81.0.2");
        resolver.ask("name1", "foo").has(WORLD);
    }

    @ParameterizedTest
    @EnumSource
    void testServiceAliasRefCounting(final Resolver resolver)
    {
        resolver.web().run("asker", "--network", "web");
        resolver.run("name1", "--network", "web", "--network-alias", "svc");
        resolver.run("name2", "--network", "web", "--network-alias", "svc");
        resolver.eventuallyHas("asker", "svc", "10.81.0.3", "10.81.0.4");
        resolver.docker().docker("rm", "--force", "name1").ok();
        resolver.eventuallyHas("asker", "svc", "10.81.0.4");
        resolver.eventuallyHas("asker", "name1", WORLD);
        resolver.run("name3", "--network", "web", "--network-alias", "svc");
        resolver.eventuallyHas("asker", "svc", "10.81.0.3", "10.81.0.4");
        resolver.docker().docker("rm", "--force", "name2", "name3").ok();
        resolver.eventuallyHas("asker", "svc", WORLD);
    }
}
