package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tulle.config.Cidr;
import io.tulle.config.LoadResult;
import io.tulle.config.Topology;
import io.tulle.config.TopologyLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A service over a fake Fabric and a state directory of its own. */
abstract class ServiceTest
{
    static final String SHOP = """
        name: shop
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
          back: {internal: true, ipam: {config: [{subnet: 172.30.0.0/16}]}}
        containers:
          web: {netns: web, networks: {front: {}, back: {}}}
          db: {netns: create, networks: {back: {ipv4_address: 172.30.0.10}}}
        """;

    @TempDir
    Path stateDir;

    final FakeFabric fabric = new FakeFabric();
    final List<Cidr> hostRoutes = new ArrayList<>();
    NetworkService service;

    @BeforeEach
    void open()
    {
        service = new NetworkService("shop", stateDir, fabric, () -> hostRoutes);
    }

    @AfterEach
    void close()
    {
        service.close();
    }

    /** As after a kill: what is not on disk is lost. */
    void reopen()
    {
        close();
        fabric.attached.clear();
        open();
    }

    static Topology topology(final String yaml)
    {
        final LoadResult result = TopologyLoader.load(yaml, "/shop/topology.yaml");
        assertEquals(List.of(), result.problems());
        return result.topology();
    }

    /** Applies, expects no failure, and forgets the calls that it took. */
    void given(final String yaml)
    {
        assertEquals(List.of(), service.apply(topology(yaml)).failures());
        fabric.takeCalls();
    }

    ContainerRow.Joined joined(final String container, final String network)
    {
        return service.containers().stream().filter(row -> row.name().equals(container))
            .flatMap(row -> row.networks().stream()).filter(joined -> joined.network().equals(network))
            .findFirst().orElseThrow(() -> new AssertionError(container + " is not on " + network));
    }

    String addressOf(final String container, final String network)
    {
        return joined(container, network).ipv4();
    }

    static void assertRefused(final int status, final String message, final Executable request)
    {
        final ControlException refusal = assertThrows(ControlException.class, request);
        assertEquals(message, refusal.getMessage());
        assertEquals(status, refusal.status());
    }
}
