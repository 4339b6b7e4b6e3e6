package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Tulle's own networks and endpoints say about pools that Docker is silent about. */
class PoolLeasesTest
{
    private static final Cidr SUBNET = Cidr.parse("10.99.7.0/24");
    private static final PoolWords WORDS = new PoolWords("TulleLocal", SUBNET, null, Map.of());

    private final State state = new State("shop");
    private final Set<EngineEndpoint> dead = new HashSet<>();
    private final PoolLeases leases =
        new PoolLeases(state, dead::contains, new SubnetPools(UlaPrefix.of("a machine")), List::of);

    @Test
    void shouldNotGiveAnAddressThatAnEndpointStillHas()
    {
        final Network network = network("web");
        final LeasedPool pool = leases.lease(WORDS);
        assertEquals("10.99.7.1", lowest(pool.id()));
        assertEquals("10.99.7.2", lowest(pool.id()));
        final EngineEndpoint endpoint = endpoint(network, "10.99.7.1/24");
        leases.doubt();
        leases.lease(WORDS);
        assertEquals("10.99.7.2", lowest(pool.id()));
        assertEquals("10.99.7.3", lowest(pool.id()));
        dead.add(endpoint);
        assertEquals("10.99.7.1", lowest(pool.id()));
    }

    @Test
    void shouldGiveItToDockerWhenDockerSaysSo()
    {
        final LeasedPool pool = leases.lease(WORDS);
        lowest(pool.id());
        endpoint(network("web"), "10.99.7.1/24");
        leases.doubt();
        leases.lease(WORDS);
        leases.take(state.leases().pool(pool.id()), IpAddress.parse("10.99.7.1"));
        assertEquals("10.99.7.2", lowest(pool.id()));
    }

    @Test
    void shouldNotMindTheEndpointsOfAnotherNetworkWithTheSameSubnet()
    {
        lowest(leases.lease(WORDS).id());
        endpoint(network("web"), "10.99.7.1/24");
        network("lab");
        assertEquals("10.99.7.1", lowest(leases.lease(WORDS).id()));
    }

    @Test
    void shouldNotMindThemEitherWhenTwoNetworksChangePools()
    {
        final LeasedPool web = leases.lease(WORDS);
        final LeasedPool lab = leases.lease(WORDS);
        lowest(web.id());
        lowest(lab.id());
        endpoint(network("web"), "10.99.7.1/24");
        network("lab");
        leases.doubt();
        final LeasedPool labAgain = leases.lease(WORDS); // with nothing in it by now
        final LeasedPool webAgain = leases.lease(WORDS);
        leases.take(webAgain, IpAddress.parse("10.99.7.1"));
        assertEquals("10.99.7.1", lowest(labAgain.id()));
        assertEquals("10.99.7.2", lowest(webAgain.id()));
    }

    @Test
    void shouldKeepAsManyPoolsAsNetworksHaveTheirSubnet()
    {
        network("web");
        leases.lease(WORDS);
        leases.lease(WORDS);
        leases.doubt();
        leases.doubt();
        leases.doubt();
        assertNull(state.leases().pool(WORDS.id(1)));
        assertNotNull(state.leases().pool(WORDS.id(2)));
    }

    private String lowest(final String poolId)
    {
        return leases.takeLowest(state.leases().pool(poolId), false).toString();
    }

    private Network network(final String name)
    {
        final IpamPool pool = new IpamPool(SUBNET, null, IpAddress.parse("10.99.7.254"), Map.of());
        final Network network = new Network(Ids.next(), name, Instant.EPOCH, false, null, true, true, false, false,
            List.of(pool), NetworkOptions.DEFAULTS, NetworkDns.DEFAULTS, Map.of(), Map.of(), Origin.DOCKER);
        state.put(network);
        return network;
    }

    private EngineEndpoint endpoint(final Network network, final String address)
    {
        final EngineEndpoint endpoint = new EngineEndpoint(Ids.next(), network.id(),
            MacAddr.parse("02:42:0a:63:07:01"), InterfaceAddress.parse(address), null, Map.of(), null, false);
        state.put(endpoint);
        return endpoint;
    }
}
